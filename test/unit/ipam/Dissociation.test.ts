import { beforeEach, describe, expect, it } from "vitest";
import type { TargetEnd } from "../../../src/ipam/ChangeProcedure.ts";
import type { Decision, Dissociation } from "../../../src/ipam/Dissociation.ts";
import type { DryRunAnswer, IpamApi } from "../../../src/ipam/IpamApi.ts";
import { IpamError, type IpamErrorDetail } from "../../../src/ipam/IpamError.ts";
import { parseEntry } from "../../../src/ipam/JournalEntry.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import type { Target } from "../../../src/ipam/Target.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { association, ipam } from "../../support/records.ts";
import { TestClock } from "../../support/TestClock.ts";
import { testDissociation } from "../../support/testDissociation.ts";

const target: Target = { profile: "p", region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId: "ipam-res-disco-shared" };

/** An API whose association exists until it is dissociated, and whose answers a test may replace. */
class ScriptedApi {
  associated = true;
  ipamReadings = 0;
  readonly sent: { action: string; clientToken: string }[] = [];
  dryRun = async (): Promise<DryRunAnswer> => ({ outcome: "passed", requestId: "DRY" });
  change = async () => {
    this.associated = false;
    return { requestId: "REAL" };
  };
  readAssociations = async () => (this.associated ? [association()] : []);

  asApi(): IpamApi {
    const unexpected = () => Promise.reject(new Error("not expected in this test"));
    return {
      listIpams: async () => {
        this.ipamReadings += 1;
        return [ipam()];
      },
      listAssociations: () => this.readAssociations(),
      dryRunDissociate: ({ clientToken }) => {
        this.sent.push({ action: "dryRun", clientToken });
        return this.dryRun();
      },
      dissociate: ({ clientToken }) => {
        this.sent.push({ action: "change", clientToken });
        return this.change();
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

function failure(detail: Partial<IpamErrorDetail>): IpamError {
  return new IpamError({ reason: "timeout", what: "w", advice: "a", effect: "maybe", ...detail });
}

describe("Dissociation", () => {
  let api: ScriptedApi;
  let clock: TestClock;
  let decision: Decision;
  let asked: number;
  let phases: string[];
  let ownDefault: boolean;
  let lines: MemoryLines;
  let dissociation: Dissociation;

  beforeEach(() => {
    api = new ScriptedApi();
    clock = new TestClock();
    decision = "dissociate";
    asked = 0;
    phases = [];
    ownDefault = false;
    lines = new MemoryLines();
    dissociation = testDissociation({
      api: api.asApi(),
      journal: memoryJournal({ lines, now: () => clock.now() }),
      clock,
      isKnownOwnDefault: () => ownDefault,
      onPhase: (_target, phase) => phases.push(phase),
      person: {
        confirm: async () => {
          asked += 1;
          return decision;
        },
      },
    });
  });

  const actions = () => api.sent.map(({ action }) => action);

  it("sends one dry run and one change, each with a token of its own", async () => {
    const report = await dissociation.dissociate([target]);
    expect(report).toMatchObject({
      ended: "settled",
      ends: [{ settlement: { outcome: "dissociated", requestId: "REAL" } }],
    });
    expect(actions()).toEqual(["dryRun", "change"]);
    expect(new Set(api.sent.map(({ clientToken }) => clientToken)).size).toBe(2);
  });

  it("goes through its phases in order", async () => {
    await dissociation.dissociate([target]);
    expect(phases).toEqual(["checking", "confirming", "sent", "verifying", "idle", "idle"]);
  });

  it("sends no change when the person cancels", async () => {
    decision = "cancel";
    expect(await dissociation.dissociate([target])).toEqual({ ended: "cancelled" });
    expect(actions()).toEqual(["dryRun"]);
  });

  it("sends no change when the person chooses the dry run", async () => {
    decision = "dryRun";
    expect(await dissociation.dissociate([target])).toMatchObject({ ended: "checked", checks: [{ verdict: "ready" }] });
    expect(actions()).toEqual(["dryRun", "dryRun"]);
  });

  it("refuses the own default discovery before anything is sent", async () => {
    ownDefault = true;
    const report = await dissociation.dissociate([target]);
    expect(report).toMatchObject({ ended: "checked", checks: [{ verdict: "refused", why: "ownDefault" }] });
    expect(api.sent).toEqual([]);
  });

  it("does not ask when the live reading finds no association, though the dry run passed", async () => {
    api.associated = false;
    const report = await dissociation.dissociate([target]);
    expect(report).toMatchObject({ checks: [{ verdict: "refused", why: "notAssociated" }] });
    expect(asked).toBe(0);
  });

  it("asks for one list and one dry run where the IPAM is known already", async () => {
    const report = await dissociation.dryRun([target], undefined, () => [ipam()]);
    expect(report).toMatchObject({ checks: [{ verdict: "ready", ipam: { ipamId: "ipam-a1" } }] });
    expect([api.ipamReadings, actions()]).toEqual([0, ["dryRun"]]);
  });

  it("reads a missing permission as cannot tell, never as would fail", async () => {
    api.dryRun = () => Promise.reject(failure({ reason: "forbidden", effect: "no" }));
    expect(await dissociation.dryRun([target])).toMatchObject({ checks: [{ verdict: "cannotTell" }] });
  });

  it("raises the alarm when a dry run is answered like a change, and reads again at once", async () => {
    api.dryRun = async () => {
      api.associated = false;
      return { outcome: "changed", requestId: "DRY" };
    };
    const report = await dissociation.dissociate([target]);
    expect(report).toMatchObject({ checks: [{ verdict: "alarm", observed: "gone", requestId: "DRY" }] });
    expect(asked).toBe(0);
  });

  it.each([
    ["associated", async () => [association()]],
    ["gone", async () => []],
    ["unknown", () => Promise.reject(failure({ reason: "unreachable" }))],
  ] as const)(
    "raises the alarm when a dry run got a 2xx answer that cannot be read, and says what a reading then showed: %s",
    async (observed, reading) => {
      const unreadable = failure({ reason: "badAnswer", httpStatus: 200 });
      api.dryRun = async () => {
        api.readAssociations = reading;
        return { outcome: "changed", requestId: "", unreadable };
      };
      const report = await dissociation.dissociate([target]);
      expect(report).toMatchObject({ checks: [{ verdict: "alarm", observed, unreadable }] });
      expect(asked).toBe(0);
    },
  );

  it("reads what an alarm is about though the person has cancelled meanwhile", async () => {
    const cancellation = new AbortController();
    api.dryRun = async () => {
      cancellation.abort();
      return { outcome: "changed", requestId: "DRY" };
    };
    const report = await dissociation.dryRun([target], cancellation.signal);
    expect(report).toMatchObject({ checks: [{ verdict: "alarm", observed: "associated" }] });
  });

  it("reports dissociated after a time-out when a reading shows that it happened", async () => {
    api.change = async () => {
      api.associated = false;
      throw failure({ reason: "timeout", effect: "maybe" });
    };
    const report = await dissociation.dissociate([target]);
    expect(report).toMatchObject({ ends: [{ settlement: { outcome: "dissociated", requestId: undefined } }] });
  });

  it("reports still associated, never dissociated, while the list shows the association", async () => {
    api.change = async () => ({ requestId: "REAL" });
    const report = await dissociation.dissociate([target]);
    expect(report).toMatchObject({ ends: [{ settlement: { outcome: "stillAssociated", requestId: "REAL" } }] });
  });

  it("waits for a list that shows the change late", async () => {
    let readings = 0;
    api.readAssociations = async () => (++readings < 4 ? [association()] : []);
    const report = await dissociation.dissociate([target]);
    expect(report).toMatchObject({ ends: [{ settlement: { outcome: "dissociated" } }] });
    expect(clock.waits.length).toBe(2);
  });

  it("reports not known when the association cannot be read any more", async () => {
    api.change = async () => {
      api.readAssociations = () => Promise.reject(failure({ reason: "unreachable", effect: "no" }));
      throw failure({ effect: "maybe" });
    };
    const report = await dissociation.dissociate([target]);
    expect(report).toMatchObject({ ends: [{ settlement: { outcome: "unknown" } }] });
  });

  it("reports a refusal as such, without reading again", async () => {
    api.change = () => Promise.reject(failure({ reason: "notFound", effect: "no" }));
    expect(await dissociation.dissociate([target])).toMatchObject({
      ends: [{ settlement: { outcome: "refused" } }],
    });
    expect(phases).not.toContain("verifying");
  });

  it("does not send a second change for a target under way", async () => {
    const [first, second] = await Promise.all([dissociation.dissociate([target]), dissociation.dissociate([target])]);
    expect([first.ended, second.ended]).toEqual(["settled", "busy"]);
    expect(actions().filter((action) => action === "change")).toHaveLength(1);
  });

  it("stops before the next target when one does not end as dissociated", async () => {
    const other: Target = { ...target, discoveryId: "ipam-res-disco-other" };
    api.readAssociations = async () => [association(), association({ discoveryId: other.discoveryId })];
    api.change = () => Promise.reject(failure({ reason: "refused", effect: "no" }));
    const report = await dissociation.dissociate([target, other]);
    expect(report).toMatchObject({ notTried: [other] });
    expect(actions().filter((action) => action === "change")).toHaveLength(1);
  });

  it("sends none of several when one of their profiles cannot act any more", async () => {
    const other: Target = { ...target, profile: "gone" };
    const journal = memoryJournal({ lines });
    let asked = 0;
    const batch = testDissociation({
      api: api.asApi(),
      journal,
      actorFor: async ({ profile }) => {
        // Both were checked; then one is removed.
        asked += 1;
        if (profile === "gone" && asked > 2) throw failure({ reason: "credentialsUnavailable", effect: "no" });
        return { accountId: "1", api: api.asApi(), journal };
      },
    });
    await expect(batch.dissociate([target, other])).rejects.toMatchObject({ reason: "credentialsUnavailable" });
    expect(actions()).toEqual(["dryRun", "dryRun"]);
  });

  it("sends nothing when it was cancelled while the person was asked", async () => {
    const cancellation = new AbortController();
    const cancelled = testDissociation({
      api: api.asApi(),
      journal: memoryJournal(),
      person: {
        confirm: async () => {
          cancellation.abort();
          return "dissociate";
        },
      },
    });
    expect(await cancelled.dissociate([target], cancellation.signal)).toEqual({ ended: "cancelled" });
    expect(actions()).toEqual(["dryRun"]);
  });

  describe("cancelled between the confirmation and the request", () => {
    let cancellation: AbortController;

    beforeEach(() => {
      cancellation = new AbortController();
    });

    const journalled = async () => (await lines.read()).map(parseEntry);
    const cancelAtLine = (moment: "before" | "after", operation: "append" | "read") => {
      const own = { append: lines.append.bind(lines), read: lines.read.bind(lines) };
      const at = (isMoment: boolean) => isMoment && cancellation.abort();
      lines.append = async (line) => {
        at(operation === "append" && moment === "before");
        await own.append(line);
        at(operation === "append");
      };
      lines.read = async () => {
        at(operation === "read" && moment === "before");
        const read = await own.read();
        at(operation === "read");
        return read;
      };
    };

    it.each([
      ["before", "append"],
      ["after", "append"],
      ["before", "read"],
      ["after", "read"],
    ] as const)(
      "sends nothing and says so, and the intent has its outcome: %s the journal's %s",
      async (moment, operation) => {
        cancelAtLine(moment, operation);
        expect(await dissociation.dissociate([target], cancellation.signal)).toEqual({ ended: "cancelled" });
        expect(actions()).toEqual(["dryRun"]);
        expect(await journalled()).toMatchObject([{ kind: "intent" }, { kind: "outcome", outcome: "notSent" }]);
      },
    );

    it("sends nothing and writes nothing while the credentials are made ready", async () => {
      const journal = memoryJournal({ lines });
      let readied = 0;
      const slow = testDissociation({
        api: api.asApi(),
        journal,
        actorFor: async () => {
          readied += 1;
          // First for the dry run, then for the change.
          if (readied === 2) cancellation.abort();
          return { accountId: "1", api: api.asApi(), journal };
        },
      });
      expect(await slow.dissociate([target], cancellation.signal)).toEqual({ ended: "cancelled" });
      expect(actions()).toEqual(["dryRun"]);
      expect(await journalled()).toEqual([]);
    });

    it("leaves the association free for the next try, in this window and in others", async () => {
      cancelAtLine("after", "read");
      await dissociation.dissociate([target], cancellation.signal);
      expect(await memoryJournal({ lines, window: "window-2", pid: 2 }).orphans()).toEqual([]);
      expect(await dissociation.dissociate([target])).toMatchObject({
        ends: [{ settlement: { outcome: "dissociated" } }],
      });
    });

    it("says which of several were settled and which were not sent", async () => {
      const other: Target = { ...target, discoveryId: "ipam-res-disco-other" };
      api.readAssociations = async () =>
        [target, other].filter(() => api.associated).map(({ discoveryId }) => association({ discoveryId }));
      const append = lines.append.bind(lines);
      lines.append = async (line) => {
        await append(line);
        if (line.includes('"kind":"intent"') && line.includes(other.discoveryId)) cancellation.abort();
      };
      expect(await dissociation.dissociate([target, other], cancellation.signal)).toMatchObject({
        ends: [{ target, settlement: { outcome: "dissociated" } }],
        notTried: [other],
        cancelled: true,
      });
      expect(actions()).toEqual(["dryRun", "dryRun", "change"]);
    });
  });

  it("only stops waiting when it is cancelled while the result is read", async () => {
    const cancellation = new AbortController();
    const waiting = testDissociation({
      api: api.asApi(),
      journal: memoryJournal({ lines }),
      onPhase: (_target, phase) => phase === "verifying" && cancellation.abort(),
    });
    expect(await waiting.dissociate([target], cancellation.signal)).toMatchObject({
      ends: [{ target, leftWaiting: true }],
      cancelled: true,
    });
  });

  it("has the intent in the journal before the change leaves, with its token and the dry run's RequestId", async () => {
    let written: unknown;
    api.change = async () => {
      written = parseEntry((await lines.read()).at(-1) ?? "");
      api.associated = false;
      return { requestId: "REAL" };
    };
    await dissociation.dissociate([target]);
    const sent = api.sent.at(-1);
    expect(written).toMatchObject({
      ...{ kind: "intent", action: "dissociate", target, accountId: "1203715520147781" },
      ...{ clientToken: sent?.clientToken, dryRunRequestId: "DRY", at: expect.any(Number) },
    });
  });

  it("writes the outcome behind it", async () => {
    await dissociation.dissociate([target]);
    const [intent, outcome, ...more] = (await lines.read()).map(parseEntry);
    expect(more).toEqual([]);
    expect(outcome).toMatchObject({ kind: "outcome", outcome: "dissociated", requestId: "REAL" });
    expect(outcome).toMatchObject({ intent: intent?.kind === "intent" ? intent.id : "?" });
  });

  it("sends nothing when the journal cannot be written", async () => {
    const full = Object.assign(new Error("no space"), { code: "ENOSPC" });
    lines.append = () => Promise.reject(full);
    expect(await dissociation.dissociate([target])).toMatchObject({
      ends: [{ settlement: { outcome: "refused", error: { reason: "journal", detail: { code: "ENOSPC" } } } }],
    });
    expect(actions()).toEqual(["dryRun"]);
  });

  it("can go on once the journal can be written again", async () => {
    const append = lines.append.bind(lines);
    lines.append = () => Promise.reject(new Error("no space"));
    await dissociation.dissociate([target]);
    lines.append = append;
    expect(await dissociation.dissociate([target])).toMatchObject({
      ends: [{ settlement: { outcome: "dissociated" } }],
    });
  });

  it("sends nothing while another window is at the same association", async () => {
    const other = memoryJournal({ lines, window: "window-2", pid: 2 });
    await other.begin({ action: "dissociate", target, dryRunRequestId: undefined }, "1203715520147781", "theirs");
    expect(await dissociation.dissociate([target])).toMatchObject({ ends: [{ target, earlier: "underWay" }] });
    expect(actions()).toEqual(["dryRun"]);
  });

  it("only stops waiting when it is cancelled after sending, and tells the outcome later", async () => {
    const cancellation = new AbortController();
    let told: (end: TargetEnd) => void = () => {};
    const late = new Promise<TargetEnd>((resolve) => {
      told = resolve;
    });
    const waiting = testDissociation({
      api: api.asApi(),
      journal: memoryJournal({ lines }),
      onPhase: (_target, phase) => phase === "sent" && cancellation.abort(),
      onLate: (end) => told(end),
    });
    expect(await waiting.dissociate([target], cancellation.signal)).toMatchObject({
      ends: [{ target, leftWaiting: true }],
    });
    expect(await late).toMatchObject({ target, settlement: { outcome: "dissociated" } });
  });

  it("takes no second change of a target while the first one is still found out", async () => {
    const cancellation = new AbortController();
    let answer: (receipt: { requestId: string }) => void = () => {};
    const waiting = testDissociation({
      api: api.asApi(),
      journal: memoryJournal({ lines }),
      onPhase: (_target, phase) => phase === "sent" && cancellation.abort(),
    });
    api.change = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await waiting.dissociate([target], cancellation.signal);
    expect(await waiting.dissociate([target])).toEqual({ ended: "busy", target });
    answer({ requestId: "REAL" });
  });
});
