import { describe, expect, it, vi } from "vitest";
import { BulkRun } from "../../../../src/ipam/BulkRun.ts";
import type { ChangeStep } from "../../../../src/ipam/ChangeStep.ts";
import type { Target } from "../../../../src/ipam/Target.ts";
import { endStatus, progressStatus } from "../../../../src/ui/results/statusText.ts";
import { targetOf } from "../../../support/ScriptedApi.ts";

vi.mock("vscode", () => import("../../../simulation/vscodeTexts.ts"));

describe("The status above the results", () => {
  const targets = [targetOf("a"), targetOf("b"), targetOf("c")];

  function runOf(...steps: readonly ChangeStep<"dissociate">["phase"][]) {
    const run = new BulkRun(targets.map((target) => ({ target, names: {}, ownerId: undefined })));
    for (const [index, target] of targets.entries()) {
      const phase = steps[index];
      if (phase === "ended") run.apply(step(target, { phase, end: { target, leftWaiting: true } }));
      else if (phase !== undefined && phase !== "checked") run.apply(step(target, { phase }));
    }
    return run;
  }

  const step = (target: Target, one: ChangeStep<"dissociate">) =>
    ({ action: "dissociate", target, step: one }) as const;

  it("speaks of the dry run before the confirmation", () => {
    expect(progressStatus("dissociate", false, runOf("checking").rows)).toBe("Dry run: 0 of 3 done…");
  });

  it("speaks of the dissociation after the confirmation, also while the next one waits for its turn", () => {
    expect([
      progressStatus("dissociate", false, runOf("waiting", "waiting", "waiting").rows),
      progressStatus("dissociate", false, runOf("ended", "waiting", "waiting").rows),
    ]).toEqual(["Dissociating one after the other: 0 of 3 done…", "Dissociating one after the other: 1 of 3 done…"]);
  });

  it("says after a cancel for how many it cannot tell what their dry run would have shown", () => {
    const notChecked = (["unanswered", "answered", "notSent"] as const).map((dryRun, index) => ({
      target: targets[index] ?? targetOf(),
      dryRun,
    }));
    const run = runOf();
    run.notChecked(notChecked);
    expect(endStatus("dryRun", { ended: "checked", checks: [], notChecked }, run.rows)).toBe(
      "Cancelled. No change was sent. Cannot tell for 2: you cancelled after their dry run was sent.",
    );
    expect(endStatus("dryRun", { ended: "checked", checks: [], notChecked: notChecked.slice(2) }, run.rows)).toBe(
      "Cancelled. No change was sent.",
    );
  });
});
