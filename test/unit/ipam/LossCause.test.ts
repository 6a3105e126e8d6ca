import { describe, expect, it } from "vitest";
import type { ChangeAction } from "../../../src/ipam/Change.ts";
import type { JournalledChange } from "../../../src/ipam/Journal.ts";
import type { Outcome } from "../../../src/ipam/JournalEntry.ts";
import { lossCause } from "../../../src/ipam/LossCause.ts";
import { account } from "../../support/records.ts";
import { targetOf } from "../../support/ScriptedApi.ts";

const machine = { host: "workstation", boot: "boot-1" };
const moment = (elapsed: number) => ({ ...machine, at: elapsed, elapsed });
const seen = moment(10);

/** A change of another profile, begun at 20; its outcome was known at 30. */
function change(action: ChangeAction, outcome?: Outcome["outcome"], target = targetOf(undefined, "other")) {
  return {
    intent: {
      ...{ kind: "intent", id: "i", ...moment(20), window: "w", pid: 1, action, target },
      ...{ accountId: account, clientToken: "t" },
    },
    outcome: outcome && { kind: "outcome", intent: "i", ...moment(30), outcome },
  } satisfies JournalledChange;
}

const cause = (history: readonly JournalledChange[], lastSeen = seen) => lossCause(history, targetOf(), lastSeen);

describe("The cause of a loss", () => {
  it("is a change from here that was seen to end it, by whatever profile", () => {
    expect(cause([change("dissociate", "dissociated")])).toEqual({ cause: "own" });
  });

  it("is such a change also where the last reading began before its outcome was known", () => {
    expect(cause([change("dissociate", "dissociated")], moment(29))).toEqual({ cause: "own" });
    expect(cause([change("dissociate", "dissociated")], moment(30))).toEqual({ cause: "own" });
  });

  it("is not known to be it once a later reading saw the association", () => {
    const done = change("dissociate", "dissociated");
    expect(cause([done], moment(31))).toEqual({ cause: "perhapsOwn", change: done });
  });

  it.each(["stillAssociated", "unknown", "later"] as const)("is perhaps a change that came out as %s", (outcome) => {
    const one = change("dissociate", outcome);
    expect(cause([one])).toEqual({ cause: "perhapsOwn", change: one });
  });

  it("is open as long as a change is not settled", () => {
    expect(cause([change("dissociate", "dissociated"), change("dissociate")])).toEqual({ cause: "open" });
  });

  it.each(["refused", "notSent"] as const)("is no change that came out as %s", (outcome) => {
    expect(cause([change("dissociate", outcome)])).toEqual({ cause: "notJournalled" });
  });

  it("is the last change that may have ended it, whatever was refused after it", () => {
    expect(cause([change("dissociate", "dissociated"), change("dissociate", "refused")])).toEqual({ cause: "own" });
  });

  it("is no change that was undone from here since", () => {
    const undone = [change("dissociate", "dissociated"), change("associate", "associated")];
    expect(cause(undone)).toEqual({ cause: "notJournalled" });
    expect(cause([...undone, change("dissociate", "dissociated")])).toEqual({ cause: "own" });
    expect(cause([change("dissociate", "dissociated"), change("associate", "refused")])).toEqual({ cause: "own" });
  });

  it("is no change of another association, and none that was to make it", () => {
    expect(cause([change("dissociate", "dissociated", targetOf("ipam-res-disco-other"))])).toEqual({
      cause: "notJournalled",
    });
    expect(cause([change("associate")])).toEqual({ cause: "notJournalled" });
  });
});
