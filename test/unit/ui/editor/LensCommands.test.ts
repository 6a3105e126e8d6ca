import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ChangeReport } from "../../../../src/ipam/ChangeRunner.ts";
import type { NotChecked } from "../../../../src/ipam/ChangeStep.ts";
import type { Target } from "../../../../src/ipam/Target.ts";
import type { Session } from "../../../../src/ui/accounts/Session.ts";
import { DryRunAllowance } from "../../../../src/ui/editor/DryRunAllowance.ts";
import { DryRuns } from "../../../../src/ui/editor/DryRuns.ts";
import { LensCommands, type LensCommandTools } from "../../../../src/ui/editor/LensCommands.ts";
import { association } from "../../../support/records.ts";
import { targetOf } from "../../../support/ScriptedApi.ts";

vi.mock("vscode", () => import("../../../support/vscodeScreen.ts"));

const [a, b, c] = [targetOf("d-a"), targetOf("d-b"), targetOf("d-c")];
const session = { profile: { id: "p", name: "production", accountId: "1" } } as Session;

describe("A dry run from a document", () => {
  let dryRuns: DryRuns;
  let report: ChangeReport<"dissociate"> | undefined;
  let commands: LensCommands;

  beforeEach(() => {
    dryRuns = new DryRuns({ now: () => 0, elapsed: () => 0 });
    commands = new LensCommands({
      dryRuns,
      allowance: new DryRunAllowance(() => 0),
      check: async () => report,
    } as unknown as LensCommandTools);
  });

  const check = () => commands.check("place", "text", [a, b, c], session);

  function checked(of: readonly Target[], notChecked: readonly NotChecked[]): ChangeReport<"dissociate"> {
    const checks = of.map((target) => ({
      ...{ target, checkedAt: 0, verdict: "ready" as const },
      ...{ association: association(), ipam: undefined, requestId: "R" },
    }));
    return { ended: "checked", checks, notChecked };
  }

  it("tells after a cancel which ones were not sent", async () => {
    report = checked(
      [a],
      [
        { target: b, dryRun: "unanswered" },
        { target: c, dryRun: "notSent" },
      ],
    );
    expect(await check()).toEqual([c]);
    expect(dryRuns.state("place", "p", () => "text")).toEqual({ state: "none" });
  });

  it("was sent for none while something else is done with one of them, or while it runs", async () => {
    report = { ended: "busy", target: a };
    expect(await check()).toEqual([a, b, c]);
    dryRuns.start("place", "p", "text", [a]);
    expect(await check()).toEqual([a, b, c]);
  });

  it("is kept for its account when it is whole", async () => {
    report = checked([a, b, c], []);
    expect(await check()).toEqual([]);
    expect(dryRuns.state("place", "p", () => "text").state).toBe("fresh");
  });
});
