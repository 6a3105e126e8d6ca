import { beforeEach, describe, expect, it, vi } from "vitest";
import type { PlanReading } from "../../../../src/iac/plan/PlanReading.ts";
import type { ChangeRunner, DryRunOptions } from "../../../../src/ipam/ChangeRunner.ts";
import type { DryRunAnswer } from "../../../../src/ipam/IpamApi.ts";
import { joinRegion } from "../../../../src/ipam/joinRegion.ts";
import type { Target } from "../../../../src/ipam/Target.ts";
import type { PlanPage } from "../../../../src/ui/plan/PlanPage.ts";
import { PlanPanel, type PlanPanelParts } from "../../../../src/ui/plan/PlanPanel.ts";
import { gate } from "../../../support/gate.ts";
import { memoryJournal } from "../../../support/memoryJournal.ts";
import { association, discovery, ipam } from "../../../support/records.ts";
import { ScriptedApi, targetOf } from "../../../support/ScriptedApi.ts";
import { testRunner } from "../../../support/testRunner.ts";
import { clearScreen, screen } from "../../../support/vscodeScreen.ts";

vi.mock("vscode", () => import("../../../support/vscodeScreen.ts"));

const ids = ["d-a", "d-b"];

describe("The page of a plan", () => {
  let api: ScriptedApi;
  let runner: ChangeRunner;

  beforeEach(() => {
    clearScreen();
    api = new ScriptedApi();
    for (const id of ids) api.associated.add(id);
    runner = testRunner({ api: api.asApi(), journal: memoryJournal() });
    const contents = joinRegion(
      [ipam()],
      ids.map((discoveryId) => association({ discoveryId })),
      ids.map((discoveryId) => discovery({ discoveryId, name: discoveryId })),
    );
    const session = {
      profile: { id: "p", name: "production", accountId: "1" },
      api: api.asApi(),
      inventory: {
        onDidChange: () => ({ dispose() {} }),
        snapshots: () => [{ region: "cn-hangzhou", state: "loaded", contents, readAt: 1 }],
      },
    };
    const dissociate = {
      dryRunQuietly: (targets: readonly Target[], options: DryRunOptions) =>
        runner.dryRun("dissociate", targets, options),
    };
    const parts = {
      sessions: { active: session, onDidChange: () => ({ dispose() {} }) },
      counts: { get: () => undefined },
      changes: async () => ({ dissociate, runner }),
      log: { error() {} },
      extensionUri: {},
      reveal: async () => {},
    } as unknown as PlanPanelParts;
    new PlanPanel(parts, "plan.json", planEnding(ids), () => {});
    press("ready");
  });

  function planEnding(discoveryIds: readonly string[]): PlanReading {
    const change = {
      kind: "sharedResourceRemoved",
      subject: { address: "alicloud_resource_manager_shared_resource.net" },
      replaced: false,
      discoveries: discoveryIds.map((id) => ({ id })),
      ...{ ipams: [], targets: [], operatingRegions: [] },
    } as const;
    return { kind: "plan", changes: [change], ids: new Map(), things: [] };
  }

  const press = (action: string) => screen.press({ action });
  const page = () => screen.pages.at(-1) as PlanPage;
  /** What the rows say of their dry runs, without times. */
  const dryRuns = () =>
    page().table.rows.map(({ cells }) =>
      (cells[4] ?? []).flatMap(({ text }) => (text.startsWith("at ") ? [] : text)).join(" | "),
    );
  const statusIs = (status: string) => vi.waitFor(() => expect(page().status).toBe(status));

  /** Holds back the answers of the dry runs to come. */
  function holdBack(count: number) {
    const sent = gate();
    const answer = gate();
    let left = count;
    const held = (outcome: DryRunAnswer["outcome"]) => async (): Promise<DryRunAnswer> => {
      left -= 1;
      if (left === 0) sent.open();
      await answer.opened;
      return { outcome, requestId: "DRY" };
    };
    return { held, sent: sent.opened, answer: answer.open };
  }

  it("says of a cancelled dry run that was sent that it cannot tell", async () => {
    const { held, sent } = holdBack(1);
    api.dryRuns.push(async () => ({ outcome: "passed", requestId: "DRY" }), held("passed"));
    press("dryRun");
    await sent;
    await vi.waitFor(() => expect(dryRuns()).toEqual(["Passed", "Running…"]));
    press("cancel");
    await statusIs("Dry run cancelled: 1 of 2 done. Cannot tell for 1: you cancelled after their dry run was sent.");
    expect(dryRuns()).toEqual([
      "Passed",
      "Cannot tell | You cancelled before its dry run was answered. An answer that is an alarm is shown here.",
    ]);
  });

  it("shows a late alarm of an earlier run after a run that left its association out", async () => {
    const { held, sent, answer } = holdBack(1);
    api.dryRuns.push(held("changed"));
    press("dryRun");
    await sent;
    await vi.waitFor(() => expect(dryRuns()).toEqual(["Running…", "Passed"]));
    press("cancel");
    await vi.waitFor(() => expect(dryRuns()[0]).toMatch(/^Cannot tell/));
    press("dryRun");
    await statusIs("Dry run finished: 1 of 1 done. Nothing was changed.");
    answer();
    await statusIs("Dry run: 2 of 2 done. One may have been the change itself: see the alarm.");
    expect(dryRuns()).toEqual([expect.stringMatching(/^Alarm/), "Passed"]);
  });

  it("counts no association twice that is dry-run again from elsewhere", async () => {
    press("dryRun");
    await statusIs("Dry run finished: 2 of 2 done. Nothing was changed.");
    const { held, sent, answer } = holdBack(1);
    api.dryRuns.push(held("changed"));
    const cancellation = new AbortController();
    const elsewhere = runner.dryRun("dissociate", [targetOf("d-b")], { signal: cancellation.signal });
    await sent;
    cancellation.abort();
    await elsewhere;
    answer();
    await statusIs("Dry run: 2 of 2 done. One may have been the change itself: see the alarm.");
  });

  it("says that all are being worked on when there is nothing left to dry-run", async () => {
    const { held, sent, answer } = holdBack(2);
    api.dryRuns.push(held("passed"), held("passed"));
    const elsewhere = runner.dryRun(
      "dissociate",
      ids.map((id) => targetOf(id)),
    );
    await sent;
    press("dryRun");
    await statusIs("Not run: all of them are being worked on already.");
    answer();
    await elsewhere;
  });
});
