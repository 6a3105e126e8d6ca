import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import { canary } from "../../faults/canary.ts";
import { liesOf } from "../../faults/liesOf.ts";
import { Stage } from "../../faults/Stage.ts";

const detail = { reason: "timeout", what: "It did not answer.", advice: "Try again.", effect: "maybe" } as const;

describe("The judge of reports", () => {
  let folder: string;
  let stage: Stage;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "ipam-lies-"));
    stage = await Stage.open("dissociate", folder);
  });

  afterEach(async () => {
    await stage.close();
    rmSync(folder, { recursive: true });
  });

  it("finds nothing wrong with a true report", () => {
    const error = new IpamError(detail);
    expect(liesOf({ said: "still associated", claimsAssociated: true, error }, stage)).toEqual([]);
  });

  it("sees a claim that is not so", () => {
    const lies = liesOf({ said: "dissociated", claimsAssociated: false }, stage);
    expect(lies).toEqual(["tells another state than there is"]);
  });

  it("sees a failure without a cause, and one without a remedy", () => {
    expect(liesOf({ said: "failed: timeout" }, stage)).toEqual(["names no cause"]);
    const error = new IpamError({ ...detail, advice: "" });
    expect(liesOf({ said: "failed: timeout", error }, stage)).toEqual(["names no remedy"]);
  });

  it.each([
    ["a RequestId", { said: "dissociated", requestId: `R-${canary.secret}` }],
    ["the text of an error", { said: "refused", error: new IpamError({ ...detail, what: `Got ${canary.token}.` }) }],
    [
      "the cause of an error",
      { said: "refused", error: new IpamError(detail, { cause: { deep: [[[canary.token]]] } }) },
    ],
  ])("sees a secret in %s", (_where, report) => {
    expect(liesOf(report, stage)).toEqual(["shows a secret"]);
  });

  it("sees a secret in a file", () => {
    writeFileSync(path.join(folder, "journal.jsonl"), Buffer.from(`xx${canary.secret}`).toString("base64"));
    expect(liesOf({ said: "passed" }, stage)).toEqual(["wrote a secret"]);
  });
});
