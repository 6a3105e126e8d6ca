import { beforeEach, describe, expect, it } from "vitest";
import type { ChangeRunner, ChangeRunnerTools } from "../../../src/ipam/ChangeRunner.ts";
import type { ChangeEvent, TargetEnd } from "../../../src/ipam/ChangeStep.ts";
import type { Journal } from "../../../src/ipam/Journal.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import type { OnFailure } from "../../../src/ipam/OnFailure.ts";
import type { Target } from "../../../src/ipam/Target.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { failure, refusal, ScriptedApi, targetOf } from "../../support/ScriptedApi.ts";
import { TestClock } from "../../support/TestClock.ts";
import { testRunner } from "../../support/testRunner.ts";

const ids = ["first", "second", "third"].map((name) => `ipam-res-disco-${name}`);
const targets: readonly Target[] = ids.map((discoveryId) => targetOf(discoveryId));
const [first = targetOf(), second = targetOf(), third = targetOf()] = targets;

describe("Dissociating several", () => {
  let api: ScriptedApi;
  let clock: TestClock;
  let lines: MemoryLines;
  let journal: Journal;
  let onFailure: OnFailure;
  let events: ChangeEvent[];
  let cancellation: AbortController;
  let runner: ChangeRunner;

  beforeEach(() => {
    api = new ScriptedApi();
    api.associated.clear();
    for (const id of ids) api.associated.add(id);
    clock = new TestClock();
    lines = new MemoryLines();
    journal = memoryJournal({ lines, clock });
    onFailure = "stop";
    events = [];
    cancellation = new AbortController();
    use({});
  });

  const use = (tools: Partial<ChangeRunnerTools>) => {
    runner = testRunner({ api: api.asApi(), journal, clock, ...tools });
    runner.onStep((event) => events.push(event));
  };
  const change = (asked: readonly Target[] = targets) =>
    runner.change("dissociate", asked, {
      signal: cancellation.signal,
      confirm: async () => "change",
      onFailure: () => onFailure,
    });
  const outcomeOf = (end: TargetEnd) =>
    "settlement" in end ? end.settlement.outcome : "notSent" in end ? end.notSent : Object.keys(end)[1];
  const sent = () => api.changes.map(({ discoveryId }) => discoveryId);
  const intents = async () => (await journal.history()).map(({ intent }) => intent);
  const run = async () => {
    const report = await change();
    if (report.ended !== "settled") throw new Error(`It ended as ${report.ended}.`);
    return { outcomes: report.ends.map(outcomeOf), notTried: report.notTried, cancelled: report.cancelled };
  };

  /** What can become of a target that is not dissociated. */
  const failures = [
    ["refused", () => Promise.reject(refusal())],
    ["stillAssociated", async () => ({ requestId: "REAL" })],
    [
      "unknown",
      () => {
        const own = api.readAssociations;
        api.readAssociations = () => Promise.reject(failure({ reason: "unreachable" }));
        // What comes after the second one can be read again.
        api.script(
          [
            (request) => {
              api.readAssociations = own;
              return api.done(request);
            },
          ],
          ids[2],
        );
        return Promise.reject(failure());
      },
    ],
  ] as const;

  it.each(failures)("stops after one that is %s, and tries none of those behind it", async (outcome, second) => {
    api.script([second], ids[1]);
    expect(await run()).toEqual({ outcomes: ["dissociated", outcome], notTried: [third], cancelled: false });
    expect(sent()).toEqual(ids.slice(0, 2));
    expect((await intents()).map(({ target }) => target)).toEqual(targets.slice(0, 2));
  });

  it.each(failures)("goes on after one that is %s, where the person chose that", async (outcome, second) => {
    onFailure = "continue";
    api.script([second], ids[1]);
    expect(await run()).toEqual({ outcomes: ["dissociated", outcome, "dissociated"], notTried: [], cancelled: false });
    expect(sent()).toEqual(ids);
  });

  it("goes on after one that another window is changing", async () => {
    onFailure = "continue";
    const other = memoryJournal({ lines, clock, window: "window-2", pid: 2 });
    await other.begin({ action: "dissociate", target: second, dryRunRequestId: "D" }, "1203715520147781", "t");
    expect((await run()).outcomes).toEqual(["dissociated", "earlier", "dissociated"]);
    expect(sent()).toEqual([ids[0], ids[2]]);
  });

  it("goes no further once the person cancels, whatever they chose", async () => {
    onFailure = "continue";
    api.script(
      [
        () => {
          cancellation.abort();
          return Promise.reject(refusal());
        },
      ],
      ids[1],
    );
    expect(await run()).toEqual({ outcomes: ["dissociated", "leftWaiting"], notTried: [third], cancelled: true });
    expect(sent()).toEqual(ids.slice(0, 2));
  });

  it("says which of several were settled and which were not sent", async () => {
    const append = lines.append.bind(lines);
    lines.append = async (line) => {
      await append(line);
      if (line.includes('"kind":"intent"') && line.includes(ids[1] ?? "")) cancellation.abort();
    };
    expect(await run()).toEqual({ outcomes: ["dissociated", "cancelled"], notTried: [third], cancelled: true });
    expect(sent()).toEqual([ids[0]]);
  });

  it("gives each a ClientToken of its own, another one for its dry run, and a line in the journal that has it", async () => {
    await run();
    expect(new Set(api.sent.map(({ clientToken }) => clientToken)).size).toBe(6);
    expect((await intents()).map(({ clientToken }) => clientToken)).toEqual(
      api.changes.map(({ clientToken }) => clientToken),
    );
  });

  it("asks once for each profile who acts, and keeps to that", async () => {
    const asked: string[] = [];
    use({
      actorFor: async ({ profile }) => {
        asked.push(profile);
        return { accountId: "1", api: api.asApi(), journal, endpoint: "" };
      },
    });
    expect((await change([first, second, targetOf(ids[2], "q")])).ended).toBe("settled");
    expect(asked).toEqual(["p", "q"]);
  });

  it("tells for each how it waits for its turn, and all that happens to it, in order", async () => {
    api.script([() => Promise.reject(refusal())], ids[1]);
    await run();
    const told = (target: Target) => events.filter((event) => event.target === target).map(({ step }) => step.phase);
    const checked = ["checking", "checked", "confirming", "waiting"];
    expect(told(first)).toEqual([...checked, "sending", "sent", "verifying", "ended", "idle"]);
    expect(told(second)).toEqual([...checked, "sending", "sent", "ended", "idle"]);
    expect(told(third)).toEqual([...checked, "idle"]);
    const phases = events.map(({ step }) => step.phase);
    expect(phases.lastIndexOf("waiting")).toBeLessThan(phases.indexOf("sending"));
  });

  it("sends nothing when one of them does not pass", async () => {
    api.associated.delete(ids[1] ?? "");
    expect(await change()).toMatchObject({
      ended: "checked",
      checks: [{ verdict: "ready" }, { verdict: "refused", why: "notAssociated" }, { verdict: "ready" }],
    });
    expect([sent(), await lines.read()]).toEqual([[], []]);
  });

  it("cannot tell of those alone whose profile nobody can act for", async () => {
    const error = refusal({ reason: "credentialsUnavailable" });
    use({
      actorFor: async ({ profile }) => {
        if (profile === "gone") throw error;
        return { accountId: "1", api: api.asApi(), journal, endpoint: "" };
      },
    });
    expect(await change([first, targetOf(ids[1], "gone"), third])).toMatchObject({
      ended: "checked",
      checks: [
        { verdict: "ready" },
        { target: { profile: "gone" }, verdict: "cannotTell", error },
        { verdict: "ready" },
      ],
    });
    expect(sent()).toEqual([]);
  });

  it("takes one association through two profiles for one: one dry run, one token, one change", async () => {
    const report = await change([first, targetOf(ids[0], "q")]);
    expect(report).toMatchObject({ ends: [{ target: { profile: "p" }, settlement: { outcome: "dissociated" } }] });
    expect(api.sent.map(({ action }) => action)).toEqual(["dryRun", "dissociate"]);
    expect(await intents()).toHaveLength(1);
  });

  describe("cancelled in the checks", () => {
    const many = Array.from({ length: 12 }, (_, number) => targetOf(`ipam-res-disco-${number}`));

    beforeEach(() => {
      for (const { discoveryId } of many) api.associated.add(discoveryId);
    });

    it("gives each a result of its own: checked, sent and not answered, or not sent", async () => {
      // The first is answered; the others are on their way when the person cancels.
      api.dryRuns.push(async () => ({ outcome: "passed", requestId: "DRY" }));
      api.dryRuns.push(...many.map(() => () => new Promise<never>(() => {})));
      runner.onStep(({ step }) => {
        if (step.phase === "checked") setImmediate(() => cancellation.abort());
      });
      const report = await runner.dryRun("dissociate", many, { signal: cancellation.signal });
      if (report.ended !== "checked") throw new Error(`It ended as ${report.ended}.`);
      expect(report.checks.map(({ target, verdict }) => [target, verdict])).toEqual([[many[0], "ready"]]);
      expect(report.notChecked.map(({ target }) => target)).toEqual(many.slice(1));
      // Eight are under way at once, and one more had begun when the first was answered.
      expect(report.notChecked.map(({ dryRun }) => dryRun)).toEqual([
        ...Array(8).fill("unanswered"),
        ...Array(3).fill("notSent"),
      ]);
      expect(api.actions).toHaveLength(9);
    });

    it("covers all targets when it is cancelled before the first one", async () => {
      cancellation.abort();
      expect(await runner.dryRun("dissociate", many, { signal: cancellation.signal })).toEqual({
        ...{ ended: "checked", checks: [] },
        notChecked: many.map((target) => ({ target, dryRun: "notSent" })),
      });
      expect(api.sent).toEqual([]);
      expect(events.map(({ step }) => step.phase)).toEqual([]);
    });
  });

  it("checks eight at the same time at most, and keeps their order", async () => {
    const many = Array.from({ length: 30 }, (_, number) => targetOf(`ipam-res-disco-${number}`));
    let underWay = 0;
    let most = 0;
    api.dryRuns.push(
      ...many.map(() => async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        return { outcome: "passed", requestId: "DRY" } as const;
      }),
    );
    const report = await runner.dryRun("dissociate", many);
    expect(most).toBe(8);
    expect(report.ended === "checked" ? report.checks.map(({ target }) => target) : []).toEqual(many);
  });
});
