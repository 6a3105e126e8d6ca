import { describe, expect, it } from "vitest";
import { formatEntry, type Intent, parseEntry } from "../../../src/ipam/JournalEntry.ts";
import { regionOf } from "../../../src/ipam/regions.ts";
import { account } from "../../support/records.ts";

const signed = { at: 1_760_000_000_000, elapsed: 5, host: "workstation", boot: "boot-1", window: "w", pid: 7 };
const target = { profile: "p", region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId: "ipam-res-disco-1" } as const;
const intent: Intent = {
  ...{ kind: "intent", id: "one", ...signed, action: "dissociate", target, accountId: account, clientToken: "t" },
  ...{ dryRunRequestId: "DRY", note: { ipamName: "hub" }, endpoint: "" },
};
const outcome = { kind: "outcome", intent: "one", ...signed, outcome: "refused", requestId: "R", code: "C" };

const parse = (fields: object) => parseEntry(JSON.stringify(fields), regionOf);
/** A line with fields replaced; undefined leaves one out. */
const line = (fields: object, others: object = {}) => parse({ v: 2, ...fields, ...others });

describe("A line of the journal", () => {
  it("is read back as it was written, and says its version", () => {
    expect(JSON.parse(formatEntry(intent))).toMatchObject({ v: 2 });
    expect(parseEntry(formatEntry(intent), regionOf)).toEqual(intent);
    expect(parseEntry(formatEntry({ ...intent, origin: "dryRun" }), regionOf)).toMatchObject({ origin: "dryRun" });
  });

  it("of version 1 has no machine, elapsed time or version, and no window on outcomes", () => {
    const { elapsed, host, boot, ...old } = signed;
    const { note, endpoint, ...fields } = intent;
    expect(parse({ ...fields, ...old, host: undefined, boot: undefined, elapsed: undefined })).toMatchObject({
      ...{ kind: "intent", id: "one", at: signed.at, window: "w", pid: 7, host: "", boot: "", elapsed: 0 },
    });
    expect(parse({ kind: "outcome", intent: "one", at: 9, outcome: "dissociated" })).toEqual({
      ...{ kind: "outcome", intent: "one", at: 9, elapsed: 0, host: "", boot: "", outcome: "dissociated" },
      ...{ requestId: undefined, code: undefined },
    });
    expect(parse({ kind: "claim", intent: "one", ...old, after: "v" })).toMatchObject({ kind: "claim", host: "" });
    const { profile, ...ends } = target;
    expect(parse({ kind: "loss", id: "l", ...old, ...ends })).toMatchObject({ kind: "loss", host: "" });
  });

  it("reads an empty RequestId or code as none", () => {
    expect(line(outcome, { requestId: "", code: "" })).toMatchObject({ requestId: undefined, code: undefined });
    expect(line(outcome, { requestId: null })).toMatchObject({ requestId: undefined });
    expect(line(intent, { dryRunRequestId: "" })).toMatchObject({ dryRunRequestId: undefined });
  });

  it("reads what it knows of a line of a later version, and passes over the rest", () => {
    expect(line({ ...intent, v: 3, colour: "blue" })).toEqual(intent);
    expect(line({ ...outcome, v: 3, certainty: 0.5 })).toMatchObject({ kind: "outcome", outcome: "refused" });
    for (const fields of [
      { kind: "handover", at: 1 },
      { kind: "handover", when: "2027-01-01" },
      { ...intent, at: "2027-01-01T00:00:00Z" },
      { ...intent, action: "share" },
      { ...intent, target: { ...target, region: "mars" } },
      { ...intent, target: { arn: "acs:vpc" } },
      { ...intent, pid: "seven" },
      { ...outcome, requestId: ["R"] },
      { kind: "setAside", at: 1, line: [1, 2] },
    ]) {
      expect(parse({ ...fields, v: 3 })).toBe("passedOver");
      expect(parse({ ...fields, v: 2 })).toBe("damaged");
    }
  });

  it("takes an outcome that only a later version knows for one that settles", () => {
    expect(line({ ...outcome, v: 3, outcome: "dissociatedByOwner" })).toMatchObject({ outcome: "later" });
    expect(line({ ...outcome, v: 2, outcome: "dissociatedByOwner" })).toBe("damaged");
    expect(line({ ...outcome, v: 3, outcome: 4 })).toBe("passedOver");
  });

  it.each([1, 2, 3])("of version %i about a region that is not known here is passed over", (v) => {
    const { profile, ...ends } = target;
    expect(parse({ ...intent, v, target: { ...target, region: "cn-zhengzhou-jva" } })).toBe("passedOver");
    expect(parse({ kind: "loss", id: "l", v, ...signed, ...ends, region: "ap-south-9" })).toBe("passedOver");
  });

  it.each(["", "mars", "CN-HANGZHOU", "cn-hangzhou/../x", "cn_hangzhou", "cn-hangzhou\n", `cn-${"x".repeat(38)}`, 7])(
    "about what cannot be a region is damaged: %j",
    (region) => {
      expect(line(intent, { target: { ...target, region } })).toBe("damaged");
    },
  );

  it("is damaged where a field is missing or of the wrong kind", () => {
    for (const name of ["id", "at", "elapsed", "host", "boot", "window", "pid", "action", "target", "accountId"]) {
      expect([name, line(intent, { [name]: { not: "this" } })]).toEqual([name, "damaged"]);
    }
    for (const name of ["id", "at", "window", "pid", "action", "target", "accountId", "clientToken"]) {
      expect([name, line(intent, { [name]: undefined })]).toEqual([name, "damaged"]);
    }
    for (const fields of [{ endpoint: 1 }, { origin: "person" }, { pid: -1 }, { pid: 1.5 }, { id: "x".repeat(5000) }]) {
      expect(line(intent, fields)).toBe("damaged");
    }
    expect(line(outcome, { requestId: 7 })).toBe("damaged");
    expect(line({ kind: "renewal", ...signed })).toBe("damaged");
    expect(line({ kind: "lossReported", at: 1 })).toBe("damaged");
  });

  it.each(["", "null", "[]", "7", '"text"', "{", '{"kind":"intent"}'])(
    "is damaged where it is no such object: %s",
    (text) => {
      expect(parseEntry(text, regionOf)).toBe("damaged");
    },
  );

  it("loses no change to a damaged note", () => {
    expect(line(intent, { note: { ipamName: 7, reason: "moved" } })).toMatchObject({ note: { reason: "moved" } });
    expect(line(intent, { note: "moved" })).toEqual({ ...intent, note: undefined });
  });
});
