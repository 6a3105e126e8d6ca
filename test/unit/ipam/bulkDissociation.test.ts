import { beforeEach, describe, expect, it } from "vitest";
import type { TargetEnd } from "../../../src/ipam/ChangeProcedure.ts";
import type { Dissociation } from "../../../src/ipam/Dissociation.ts";
import type { ChangeRequest, IpamApi, Receipt } from "../../../src/ipam/IpamApi.ts";
import { IpamError, type IpamErrorDetail } from "../../../src/ipam/IpamError.ts";
import { parseEntry } from "../../../src/ipam/JournalEntry.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import type { OnFailure } from "../../../src/ipam/OnFailure.ts";
import type { Target } from "../../../src/ipam/Target.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { association, ipam } from "../../support/records.ts";
import { testDissociation } from "../../support/testDissociation.ts";

const ids = ["first", "second", "third"].map((name) => `ipam-res-disco-${name}`);
const targets: readonly Target[] = ids.map((discoveryId) => ({
  ...{ profile: "p", region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId },
}));
const [first, second, third] = targets;

function failure(detail: Partial<IpamErrorDetail>): IpamError {
  return new IpamError({ reason: "timeout", what: "w", advice: "a", effect: "maybe", ...detail });
}

/** Associations that each exist until they are dissociated; what happens to the second one is up to the test. */
class ThreeAssociations {
  readonly left = new Set(ids);
  readonly changes: ChangeRequest[] = [];
  readonly dryRuns: ChangeRequest[] = [];
  changeSecond: () => Promise<Receipt> = async () => ({ requestId: "REAL" });
  readable = true;
  underWay = 0;
  mostUnderWay = 0;

  asApi(): IpamApi {
    const unexpected = () => Promise.reject(new Error("not expected in this test"));
    return {
      listIpams: async () => [ipam()],
      listAssociations: async (_region, query) => {
        const isSecond = query?.discoveryId === ids[1];
        if (!this.readable && isSecond) throw failure({ reason: "unreachable", effect: "no" });
        return [...this.left].map((discoveryId) => association({ discoveryId }));
      },
      dryRunDissociate: async (request) => {
        this.dryRuns.push(request);
        this.underWay += 1;
        this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
        await new Promise((resolve) => setImmediate(resolve));
        this.underWay -= 1;
        return { outcome: "passed", requestId: "DRY" };
      },
      dissociate: async (request) => {
        this.changes.push(request);
        if (request.discoveryId === ids[1]) return this.changeSecond();
        this.left.delete(request.discoveryId);
        return { requestId: `REAL-${request.discoveryId}` };
      },
      listOwnDiscoveries: unexpected,
      listSharedDiscoveries: unexpected,
      listDiscoveredResources: unexpected,
      countDiscoveredResources: unexpected,
      isServiceOpened: unexpected,
      dryRunAssociate: unexpected,
      associate: unexpected,
    };
  }
}

describe("Dissociating several", () => {
  let api: ThreeAssociations;
  let lines: MemoryLines;
  let onFailure: OnFailure;
  let told: string[];
  let dissociation: Dissociation;

  beforeEach(() => {
    api = new ThreeAssociations();
    lines = new MemoryLines();
    onFailure = "stop";
    told = [];
    dissociation = testDissociation({
      api: api.asApi(),
      journal: memoryJournal({ lines }),
      onFailure: () => onFailure,
      onCheck: ({ target, verdict }) => told.push(`${target.discoveryId} ${verdict}`),
      onEnd: (end) => told.push(`${end.target.discoveryId} ${outcomeOf(end)}`),
    });
  });

  const outcomeOf = (end: TargetEnd) => ("settlement" in end ? end.settlement.outcome : "?");
  const sent = () => api.changes.map(({ discoveryId }) => discoveryId);
  const intents = async () =>
    (await lines.read()).map(parseEntry).flatMap((entry) => (entry?.kind === "intent" ? [entry] : []));
  const run = async () => {
    const report = await dissociation.dissociate(targets);
    if (report.ended !== "settled") throw new Error(`It ended as ${report.ended}.`);
    return { outcomes: report.ends.map(outcomeOf), notTried: report.notTried, cancelled: report.cancelled };
  };

  /** What can become of a target that is not dissociated. */
  const failures = [
    ["refused", () => Promise.reject(failure({ reason: "refused", effect: "no" }))],
    ["stillAssociated", async () => ({ requestId: "REAL" })],
    [
      "unknown",
      () => {
        api.readable = false;
        return Promise.reject(failure({}));
      },
    ],
  ] as const;

  it.each(failures)("stops after one that is %s, and tries none of those behind it", async (outcome, change) => {
    api.changeSecond = change;
    expect(await run()).toEqual({ outcomes: ["dissociated", outcome], notTried: [third], cancelled: false });
    expect(sent()).toEqual(ids.slice(0, 2));
    expect((await intents()).map(({ target }) => target)).toEqual([first, second]);
  });

  it.each(failures)("goes on after one that is %s, where the person chose that", async (outcome, change) => {
    onFailure = "continue";
    api.changeSecond = change;
    expect(await run()).toEqual({ outcomes: ["dissociated", outcome, "dissociated"], notTried: [], cancelled: false });
    expect(sent()).toEqual(ids);
  });

  it("goes on after one that another window is changing", async () => {
    onFailure = "continue";
    const other = memoryJournal({ lines, window: "window-2", pid: 2 });
    if (second)
      await other.begin({ action: "dissociate", target: second, dryRunRequestId: "D" }, "1203715520147781", "t");
    expect((await run()).outcomes).toEqual(["dissociated", "?", "dissociated"]);
    expect(sent()).toEqual([ids[0], ids[2]]);
  });

  it("goes no further once the person cancels, whatever they chose", async () => {
    onFailure = "continue";
    const cancellation = new AbortController();
    api.changeSecond = async () => {
      cancellation.abort();
      throw failure({ reason: "refused", effect: "no" });
    };
    const report = await dissociation.dissociate(targets, cancellation.signal);
    expect(report).toMatchObject({ ended: "settled", notTried: [third], cancelled: true });
    expect(sent()).toEqual(ids.slice(0, 2));
  });

  it("gives each a ClientToken of its own, another one for its dry run, and a line in the journal that has it", async () => {
    onFailure = "continue";
    await run();
    const tokens = [...api.dryRuns, ...api.changes].map(({ clientToken }) => clientToken);
    expect(new Set(tokens).size).toBe(6);
    expect((await intents()).map(({ clientToken }) => clientToken)).toEqual(
      api.changes.map(({ clientToken }) => clientToken),
    );
  });

  it("tells of each check and of each end when it is known", async () => {
    api.changeSecond = () => Promise.reject(failure({ reason: "refused", effect: "no" }));
    await run();
    expect(told).toEqual([...ids.map((id) => `${id} ready`), `${ids[0]} dissociated`, `${ids[1]} refused`]);
  });

  it("sends nothing when one of them does not pass", async () => {
    api.left.delete(ids[1] ?? "");
    expect(await dissociation.dissociate(targets)).toMatchObject({
      ended: "checked",
      checks: [{ verdict: "ready" }, { verdict: "refused", why: "notAssociated" }, { verdict: "ready" }],
    });
    expect([sent(), await lines.read()]).toEqual([[], []]);
  });

  it("checks eight at the same time at most, and keeps their order", async () => {
    const many = Array.from({ length: 30 }, (_, number): Target => {
      return { profile: "p", region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId: `ipam-res-disco-${number}` };
    });
    const report = await dissociation.dryRun(many);
    expect(api.mostUnderWay).toBe(8);
    const checked = report.ended === "checked" ? report.checks.map(({ target }) => target.discoveryId) : [];
    expect(checked).toEqual(many.map(({ discoveryId }) => discoveryId));
  });
});
