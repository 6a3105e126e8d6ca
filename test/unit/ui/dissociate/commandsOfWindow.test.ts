import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PageLine, PageTable } from "../../../../src/ui/common/PageTable.ts";
import { gate } from "../../../support/gate.ts";
import { refusal, ScriptedApi, targetOf } from "../../../support/ScriptedApi.ts";
import { type StartedWindow, startWindow } from "../../../support/startWindow.ts";
import { clearScreen, screen } from "../../../support/vscodeScreen.ts";

vi.mock("vscode", () => import("../../../support/vscodeScreen.ts"));

describe("The commands of a window", () => {
  let folder: string;
  let api: ScriptedApi;
  let window: StartedWindow;

  beforeEach(() => {
    clearScreen();
    folder = mkdtempSync(path.join(os.tmpdir(), "commands-"));
    api = new ScriptedApi();
    window = startWindow(api, path.join(folder, "journal.jsonl"));
  });

  afterEach(() => {
    window.dispose();
    rmSync(folder, { recursive: true });
  });

  it("let Cancel hold back an undo while the region is still read after the dissociation", async () => {
    void window.dissociate.dissociate(targetOf());
    await window.isReading();
    screen.answer = "Associate";
    const credentials = gate();
    const isLoading = gate();
    api.dryRuns.push(async () => {
      api.loadCredentials = () => {
        isLoading.open();
        return credentials.opened;
      };
      return { outcome: "passed", requestId: "DRY-2" };
    });
    void window.associate.again([targetOf()]);
    await isLoading.opened;

    await vi.waitFor(() => expect(screen.progress.some(({ isClosed }) => !isClosed)).toBe(true), 2_000);
    for (const one of screen.progress) one.cancel();
    credentials.open();

    await vi.waitFor(() =>
      expect(screen.messages.at(-1)?.text).toMatch(/^Not associated by this change: .*was not sent/),
    );
    expect(api.changes.map(({ action }) => action)).toEqual(["dissociate"]);
  });

  it("keep the table of the next run when the reading after the first one ends", async () => {
    const [a, b, c] = [targetOf(), targetOf("d-b"), targetOf("d-c")];
    for (const { discoveryId } of [b, c]) api.associated.add(discoveryId);
    api.script([() => Promise.reject(refusal())]);
    const first = window.dissociate.dissociate(a, [a, b]);
    await window.isReading();
    const answer = gate();
    const hasLeft = gate();
    api.script(
      [
        async (request) => {
          hasLeft.open();
          await answer.opened;
          return api.done(request);
        },
      ],
      "d-c",
    );
    const second = window.dissociate.dissociate(b, [b, c]);
    await hasLeft.opened;

    window.endReading();
    await first;

    await vi.waitFor(() => expect(results()).toEqual(["Dissociated", "Under way"]));
    answer.open();
    await vi.waitFor(() => expect(results()).toEqual(["Dissociated", "Dissociated"]));
    window.endReading();
    await second;
  });

  it("report what a check from a document found before it was cancelled, and what it did not find", async () => {
    api.associated.add("d-b");
    const hasLeft = gate();
    api.dryRuns.push(
      async () => ({ outcome: "passed", requestId: "DRY" }),
      async () => {
        hasLeft.open();
        return new Promise(() => {});
      },
    );
    const check = window.dissociate.check([targetOf(), targetOf("d-b")], "Dry run in cn-hangzhou");
    await hasLeft.opened;
    await vi.waitFor(() => expect(screen.progress).toHaveLength(1), 2_000);
    screen.progress[0]?.cancel();
    expect(await check).toMatchObject({ ended: "checked", checks: [{ verdict: "ready" }], notChecked: [{}] });
    expect(screen.messages.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Cannot tell: you cancelled before the dry run of d-b .* — Dry run passed: /),
    ]);
  });

  it("report nothing of a whole check from a document, which shows it itself", async () => {
    expect(await window.dissociate.check([targetOf()], "Dry run in cn-hangzhou")).toMatchObject({
      checks: [{ verdict: "ready" }],
    });
    expect(screen.messages).toEqual([]);
  });

  it("offer to associate again what is seen to be gone after the person stopped waiting, as they do in time", async () => {
    const answer = gate();
    const hasLeft = gate();
    api.script([
      async (request) => {
        hasLeft.open();
        await answer.opened;
        return api.done(request);
      },
    ]);
    void window.dissociate.dissociate(targetOf());
    await hasLeft.opened;
    await vi.waitFor(() => expect(screen.progress).toHaveLength(1), 2_000);
    screen.progress[0]?.cancel();
    await vi.waitFor(() => expect(screen.messages.at(-1)?.text).toMatch(/^Outcome unknown: /));
    answer.open();
    await vi.waitFor(() => expect(screen.messages.at(-1)?.text).toMatch(/^Dissociated /));
    expect(screen.messages.at(-1)?.buttons).toEqual(["Associate Again…", "Show Log"]);
  });

  /** The outcomes of the table, row by row. */
  function results(): readonly string[] {
    const page = screen.pages.at(-1) as { readonly table: PageTable };
    return page.table.rows.map(({ cells }) => cells[4]?.[0]).map((line: PageLine | undefined) => line?.text ?? "");
  }
});
