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

/** The reading that did not show it began at 50 unless told otherwise. */
const cause = (history: readonly JournalledChange[], lastSeen = seen, missed = moment(50)) =>
  lossCause(history, targetOf(), lastSeen, missed);

describe("The cause of a loss", () => {
  it("is a change from here that was seen to end it, by whatever profile", () => {
    expect(cause([change("dissociate", "dissociated")])).toEqual({ cause: "own" });
  });

  it("is such a change also where the last reading began before its outcome was known", () => {
    expect(cause([change("dissociate", "dissociated")], moment(29))).toEqual({ cause: "own" });
  });

  it("is not known to be it once a later reading saw the association, or one of the same millisecond", () => {
    const done = change("dissociate", "dissociated");
    expect(cause([done], moment(30))).toEqual({ cause: "perhapsOwn", change: done });
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

  it("is perhaps a change that was undone from here since, as a list may still show what was before", () => {
    const done = change("dissociate", "dissociated");
    const undone = [done, change("associate", "associated")];
    expect(cause(undone)).toEqual({ cause: "perhapsOwn", change: done });
    expect(cause([...undone, change("dissociate", "dissociated")])).toEqual({ cause: "own" });
    expect(cause([change("dissociate", "dissociated"), change("associate", "refused")])).toEqual({ cause: "own" });
  });

  it.each(["notAssociated", "unknown", "later"] as const)(
    "is perhaps a change after which another one may have made it for a while, and came out as %s",
    (outcome) => {
      const done = change("dissociate", "dissociated");
      expect(cause([done, change("associate", outcome)])).toEqual({ cause: "perhapsOwn", change: done });
    },
  );

  it("is open as long as a change that may have made it again is not settled", () => {
    expect(cause([change("dissociate", "dissociated"), change("associate")])).toEqual({ cause: "open" });
  });

  it("is no change after which a reading an hour later still saw the association", () => {
    const hour = 3_600_000;
    for (const outcome of ["dissociated", "stillAssociated", "unknown"] as const) {
      const one = change("dissociate", outcome);
      expect(cause([one], moment(30 + hour - 1), moment(30 + 2 * hour))).toEqual({ cause: "perhapsOwn", change: one });
      expect(cause([one], moment(30 + hour), moment(30 + 2 * hour))).toEqual({ cause: "notJournalled" });
    }
  });

  it("rules a change out by the wall clock only a week later, as clocks are set", () => {
    const day = 24 * 3_600_000;
    const later = (days: number) => ({ ...moment(30 + days * day), boot: "boot-2" });
    const one = change("dissociate", "dissociated");
    expect(cause([one], later(6), later(8))).toEqual({ cause: "perhapsOwn", change: one });
    expect(cause([one], later(7), later(8))).toEqual({ cause: "notJournalled" });
  });

  it("is told by the next reading where a change from here saw the association after this one began", () => {
    for (const seenAs of [change("associate", "associated"), change("dissociate", "stillAssociated")]) {
      const seenSince = { cause: "seenSince", seen: moment(30) };
      expect(cause([change("dissociate", "dissociated"), seenAs], seen, moment(29))).toEqual(seenSince);
    }
  });

  it("is no change of another association, and none that was to make it", () => {
    expect(cause([change("dissociate", "dissociated", targetOf("ipam-res-disco-other"))])).toEqual({
      cause: "notJournalled",
    });
    expect(cause([change("associate")])).toEqual({ cause: "notJournalled" });
  });
});
