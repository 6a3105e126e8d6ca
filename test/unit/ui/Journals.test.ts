import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, vi } from "vitest";
import { Journals } from "../../../src/ui/dissociate/Journals.ts";
import { targetOf } from "../../support/ScriptedApi.ts";

vi.mock("vscode", () => import("../../simulation/vscodeTexts.ts"));

it("tells once that a dry run which may have changed something cannot be written, though that takes two lines", async () => {
  // A folder stands where the file should.
  const folder = mkdtempSync(path.join(tmpdir(), "journal-"));
  const told: string[] = [];
  const journals = new Journals(
    folder,
    { host: "workstation", boot: "boot-1" },
    { onDamage: () => {}, onUnwritten: ({ id }) => told.push(id) },
  );
  const begin = () =>
    journals.machine.beginAlarm({ action: "dissociate", target: targetOf(), dryRunRequestId: undefined }, "1", "t");
  const [one, other] = [await begin(), await begin()];
  await journals.machine.settle(one, { outcome: "dissociated", requestId: undefined, observedAt: 0 });
  journals.dispose();
  rmSync(folder, { recursive: true });

  expect(told).toEqual([one.id, other.id]);
});
