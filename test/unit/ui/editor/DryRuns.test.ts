import { beforeEach, describe, expect, it } from "vitest";
import type { DissociationCheck } from "../../../../src/ipam/DissociationCheck.ts";
import { IpamError } from "../../../../src/ipam/IpamError.ts";
import type { Target } from "../../../../src/ipam/Target.ts";
import { DryRuns } from "../../../../src/ui/editor/DryRuns.ts";
import { dryRunText } from "../../../../src/ui/editor/dryRunText.ts";
import { english } from "../../../support/english.ts";
import { association } from "../../../support/records.ts";

const target: Target = { profile: "p", region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId: "ipam-res-disco-1" };
const another: Target = { ...target, discoveryId: "ipam-res-disco-2" };
const error = new IpamError({ reason: "forbidden", what: "A permission is missing.", advice: "a", effect: "no" });
const minute = 60_000;
let now = 0;
/** As the wall clock, unless one of the two jumps. */
let elapsed: number | undefined;
let runs: DryRuns;

beforeEach(() => {
  now = 0;
  elapsed = undefined;
  runs = new DryRuns({ now: () => now, elapsed: () => elapsed ?? now });
});

function ready(of: Target): DissociationCheck {
  return { target: of, checkedAt: now, verdict: "ready", association: association(), ipam: undefined, requestId: "R" };
}

/** What the lens says that starts a dry run. */
function said(text = "block", targets: readonly Target[] = [target], profile = "p"): string {
  const state = runs.state("place", profile, () => text, targets);
  return dryRunText(state, targets.length, { t: english, now, what: ({ detail }) => detail.what, account: "ops (1)" });
}

function checked(...checks: readonly DissociationCheck[]): void {
  runs.start(
    "place",
    "p",
    "block",
    checks.map((check) => check.target),
  );
  runs.end("place", "p", checks);
}

describe("The lens that starts a dry run", () => {
  it("offers it, and asks first which where there are several", () => {
    expect([said(), said("block", [target, another])]).toEqual(["Dry-run dissociation", "Dry-run dissociation…"]);
  });

  it("names account and region while it runs", () => {
    runs.start("place", "p", "block", [target]);
    expect(said()).toBe("$(loading~spin)\u00a0Dry run in cn-hangzhou, account ops (1)…");
  });

  it("offers it anew after one that was cancelled", () => {
    runs.start("place", "p", "block", [target]);
    runs.end("place", "p", undefined);
    expect(said()).toBe("Dry-run dissociation");
  });

  it("says that it passed, and when", () => {
    checked(ready(target));
    now = 2 * minute;
    expect(said()).toBe("$(pass)\u00a0Dry run passed 2 min ago");
  });

  it.each([
    ["ownDefault", "$(error)\u00a0Would be refused: the IPAM's own default discovery"],
    ["notAssociated", "$(error)\u00a0Would be refused: not associated any more"],
    ["service", "$(error)\u00a0Would be refused: A permission is missing"],
  ] as const)("says why the dissociation would be refused: %s", (why, text) => {
    checked({ target, checkedAt: 0, verdict: "refused", why, error });
    expect(said()).toBe(text);
  });

  it("says that a missing permission tells nothing", () => {
    checked({ target, checkedAt: 0, verdict: "cannotTell", error });
    expect(said()).toBe("$(question)\u00a0Cannot tell: A permission is missing");
  });

  it("sums several up", () => {
    checked(ready(target), ready(another));
    expect(said("block", [target, another])).toBe("$(pass)\u00a02 dry runs passed just now");
    checked(ready(target), { target: another, checkedAt: 0, verdict: "cannotTell", error });
    expect(said("block", [target, another])).toBe(
      "$(question)\u00a0Dry runs just now: 1 passed, 0 would be refused, 1 cannot tell",
    );
  });

  it("is stale once the block is edited, and not when the same text stands there again", () => {
    checked(ready(target));
    expect(said("edited")).toBe("Dry-run again: edited since the last one");
    expect(said()).toBe("$(pass)\u00a0Dry run passed just now");
  });

  it("is stale once the block names another pair", () => {
    checked(ready(target));
    expect(said("block", [another])).toBe("Dry-run again: the associations changed since the last one");
  });

  it("is stale, and not edited, once one of the associations is gone", () => {
    checked(ready(target), ready(another));
    expect(said("block", [target])).toBe("Dry-run again: the associations changed since the last one");
  });

  it("says how many of the associations were checked, where the person chose some", () => {
    checked(ready(target));
    expect(said("block", [target, another])).toBe("1 of 2 checked: \u00a0$(pass)\u00a0Dry run passed just now");
    checked({ target, checkedAt: now, verdict: "cannotTell", error });
    expect(said("block", [target, another])).toBe(
      "1 of 2 checked: \u00a0$(question)\u00a0Cannot tell: A permission is missing",
    );
  });

  it("says nothing of what another account was told, and keeps it for that one", () => {
    checked(ready(target));
    expect(said("block", [{ ...target, profile: "other" }], "other")).toBe("Dry-run dissociation");
    expect(said()).toBe("$(pass)\u00a0Dry run passed just now");
  });

  it("says nothing of what another account was told of a saved document either", () => {
    checked(ready(target));
    expect(runs.state("place", "other", () => "block")).toEqual({ state: "none" });
  });

  it("does not show a dry run that another account is running, and lets this one start its own", () => {
    runs.start("place", "p", "block", [target]);
    const own = { ...target, profile: "other" };
    expect([said("block", [own], "other"), runs.isRunning("place", "other")]).toEqual(["Dry-run dissociation", false]);
    runs.start("place", "other", "block", [own]);
    runs.end("place", "p", [ready(target)]);
    expect([said(), runs.isRunning("place", "other")]).toEqual(["$(pass)\u00a0Dry run passed just now", true]);
  });

  it("is stale after five minutes", () => {
    checked(ready(target));
    now = 5 * minute - 1;
    expect(said()).toBe("$(pass)\u00a0Dry run passed 4 min ago");
    now = 5 * minute;
    expect(said()).toBe("Dry-run again: the last one is over 5 minutes old");
  });

  it("is stale after five minutes though the clock was set back, or stood still while the machine slept", () => {
    checked(ready(target));
    now = -60 * minute;
    elapsed = 5 * minute;
    expect(said()).toBe("Dry-run again: the last one is over 5 minutes old");
    now = 8 * 60 * minute;
    elapsed = 1;
    expect(said()).toBe("Dry-run again: the last one is over 5 minutes old");
  });

  it("says nothing of all where some were cancelled", () => {
    runs.start("place", "p", "block", [target, another]);
    runs.end("place", "p", [ready(target)]);
    expect(said("block", [target, another])).toBe("Dry-run dissociation…");
  });

  it("warns of an alarm before it counts", () => {
    const alarm = { target: another, checkedAt: now, verdict: "alarm", observed: "gone", requestId: "R" } as const;
    checked(ready(target), alarm);
    expect(said("block", [target, another])).toBe(
      "$(warning)\u00a0Dry runs just now: 1 may have been the change itself",
    );
    checked(alarm);
    expect(said("block", [another])).toBe("$(warning)\u00a0The dry run may have been the change itself");
  });

  it("forgets the oldest places, so that a long day costs no memory", () => {
    checked(ready(target));
    for (let count = 0; count < 500; count += 1) runs.start(`other ${count}`, "p", "", []);
    expect(said()).toBe("Dry-run dissociation");
  });
});
