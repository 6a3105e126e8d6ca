import { describe, expect, it, vi } from "vitest";
import type { AssociationCheck } from "../../../src/ipam/AssociationCheck.ts";
import type { ChangeAction } from "../../../src/ipam/Change.ts";
import type { TargetEnd } from "../../../src/ipam/ChangeStep.ts";
import type { DissociationCheck } from "../../../src/ipam/DissociationCheck.ts";
import type { IpamError } from "../../../src/ipam/IpamError.ts";
import { alarmText } from "../../../src/ui/dissociate/alarmText.ts";
import { associationCheckText } from "../../../src/ui/dissociate/associationCheckText.ts";
import {
  checkText,
  endText,
  interruptedText,
  notCheckedText,
  notTriedText,
  settlementText,
  unwrittenText,
} from "../../../src/ui/dissociate/reportText.ts";
import { dryRunText } from "../../../src/ui/editor/dryRunText.ts";
import { english } from "../../support/english.ts";
import { association } from "../../support/records.ts";
import { failure, refusal, targetOf } from "../../support/ScriptedApi.ts";

vi.mock("vscode", () => import("../../simulation/vscodeTexts.ts"));

const target = targetOf();
const lost = failure({ reason: "timeout", requestId: "LOST" });
const checked = { target, checkedAt: 0 };
const passed: DissociationCheck = {
  ...{ ...checked, verdict: "ready", association: association(), ipam: undefined, requestId: "DRY" },
};
const passedToAssociate: AssociationCheck = { ...checked, verdict: "ready", requestId: "DRY" };
const actions: readonly ChangeAction[] = ["dissociate", "associate"];

describe("A dry run that passed", () => {
  it("changed nothing where every answer proves it", () => {
    expect(checkText(passed, "it").text).toContain("can be dissociated. Nothing was changed.");
    expect(associationCheckText(passedToAssociate, "it").text).toContain("can be associated. Nothing was changed.");
  });

  it("does not say so where a try got no answer that proves it, and says what was read", () => {
    const one = checkText({ ...passed, unproven: lost }, "it");
    expect(one.text).toMatch(/^Dry run passed: it can be dissociated\. .*the association was still there\./);
    const other = associationCheckText({ ...passedToAssociate, unproven: lost }, "it");
    expect(other.text).toMatch(/^Dry run passed: it can be associated\. .*the two were not associated\./);
    for (const { severity, text } of [one, other]) {
      expect(severity).toBe("warning");
      expect(text).toContain("RequestId: LOST");
      expect(text).not.toContain("Nothing was changed");
    }
  });

  it("says above code that it may have changed something, alone and as one of several", () => {
    const lens = (...checks: readonly DissociationCheck[]) =>
      dryRunText({ state: "fresh", checks }, checks.length, { t: english, now: 0, what: () => "", account: "" });
    expect(lens({ ...passed, unproven: lost })).toContain("Dry run passed just now, and may have changed something");
    expect(lens(passed, { ...passed, unproven: lost })).toContain("2 dry runs passed just now, and 1 may have changed");
    expect(lens(passed, passed)).toContain("2 dry runs passed just now");
  });
});

it("says of a refused check that a try got no answer that proves that it changed nothing", () => {
  const refused = { ...checked, verdict: "refused", why: "service", error: refusal(), unproven: lost } as const;
  expect(checkText(refused, "it").text).toMatch(/^Cannot be dissociated: it\. .*One try of the dry run.*still there/);
  expect(associationCheckText(refused, "it").text).toMatch(/^Cannot be associated: it\. .*One try.*not associated/);
});

describe("An alarm begins with what was seen", () => {
  const alarm = { verdict: "alarm", requestId: "R" } as const;
  it.each([
    [
      "dissociate",
      { observed: "gone" },
      /^Dissociated it: read again at once after a dry run, the association is gone/,
    ],
    [
      "dissociate",
      { observed: "gone", lost },
      /^Cannot tell whether the dry run of it dissociated it: .*not associated/,
    ],
    ["dissociate", { observed: "associated" }, /^Still associated: it, read again at once/],
    ["dissociate", { observed: "unknown" }, /^Outcome unknown: it\./],
    ["associate", { observed: "associated" }, /^Associated it: read again at once after a dry run, the association is/],
    [
      "associate",
      { observed: "associated", lost },
      /^Cannot tell whether the dry run of it associated it: .*associated/,
    ],
    ["associate", { observed: "gone" }, /^Still not associated: it, read again at once/],
    ["associate", { observed: "unknown" }, /^Outcome unknown: it\./],
  ] as const)("to %s, %o", (action, seen, text) => {
    expect(alarmText(action, { ...alarm, ...seen }, "it")).toMatch(text);
  });
});

describe("A change that was not sent", () => {
  const word = { dissociate: "dissociated", associate: "associated" } as const;
  const ends: readonly TargetEnd[] = [
    { target, earlier: "underWay" },
    { target, earlier: "orphaned" },
    { target, notSent: "cancelled" },
    { target, notSent: "takenOver" },
  ];

  it.each(actions)("begins with the outcome, and says that its dry run alone was sent: %s", (action) => {
    const start = `Not ${word[action]} by this change: it. The change itself was not sent. `;
    const texts = [
      ...ends.map((end) => endText(action, end, "it").text),
      notTriedText(action, true, "it").text,
      notTriedText(action, false, "it").text,
      notCheckedText(action, { target, dryRun: "answered" }, "it").text,
    ];
    for (const text of texts) expect(text).toContain(start);
  });

  it.each(actions)("says that no request was sent where that holds for the dry run as well: %s", (action) => {
    const { text } = notCheckedText(action, { target, dryRun: "notSent" }, "it");
    expect(text).toBe(`Not ${word[action]} by this change: it. No request was sent. You cancelled before its dry run.`);
  });
});

describe("A change that is not seen to have taken effect", () => {
  const still = (action: ChangeAction, error: IpamError | undefined) => {
    const outcome = action === "dissociate" ? "stillAssociated" : "notAssociated";
    return settlementText(action, { outcome, requestId: undefined, error, observedAt: 0 }, "it").text;
  };

  it.each([failure({ reason: "timeout" }), failure({ reason: "busy", code: "Operation.Processing", httpStatus: 409 })])(
    "may still do so after an answer that proves no refusal: $reason",
    (error) => {
      expect(still("dissociate", error)).toMatch(
        /^Still associated: it\. At .* the association was still there\. No answer/,
      );
      expect(still("associate", error)).toMatch(
        /^Still not associated: it\. At .* there was no association\. No answer/,
      );
      for (const action of actions) {
        expect(still(action, error)).toContain("it may still take effect");
        expect(still(action, error)).not.toContain("The request failed");
      }
    },
  );

  it.each(actions)("may still do so by an earlier try than the last one, which was refused: %s", (action) => {
    expect(still(action, refusal())).toContain("The last try had no effect, but an earlier one may still take effect.");
  });

  it.each(actions)("was accepted where nothing failed: %s", (action) => {
    expect(still(action, undefined)).toContain("The service accepted the request");
  });
});

describe("What a window that ended has left behind", () => {
  const unchanged = { outcome: "stillAssociated", requestId: undefined, error: undefined, observedAt: 0 } as const;

  it("is a dry run that nobody confirmed as a change", () => {
    const { severity, text } = interruptedText("dissociate", unchanged, "it", "dryRun");
    expect(text).toMatch(/^Still associated: it, .*This was a dry run, and nobody confirmed a change\./);
    expect(text).not.toContain("this change");
    expect(severity).toBe("information");
  });

  it("is a change where a person had confirmed one", () => {
    const { severity, text } = interruptedText("dissociate", unchanged, "it");
    expect(text).toContain("How this change came out was not known before.");
    expect(severity).toBe("warning");
  });

  it("warns of a dry run after which the association is gone", () => {
    const gone = { outcome: "dissociated", requestId: undefined, observedAt: 0 } as const;
    const { severity, text } = interruptedText("dissociate", gone, "it", "dryRun");
    expect(text).toMatch(/^Dissociated it: .*This was a dry run/);
    expect(severity).toBe("warning");
  });
});

it("speaks of no change where the result of a dry run cannot be written", () => {
  expect(unwrittenText({ origin: "dryRun" }, "it").text).toMatch(/^The result of a dry run of it could not be written/);
  expect(unwrittenText({}, "it").text).toMatch(/^The result of a change of it could not be written/);
});
