import { beforeEach, describe, expect, it } from "vitest";
import type { ChangeAction } from "../../../src/ipam/Change.ts";
import type { ChangeReport, ChangeRunner, ChangeRunnerTools } from "../../../src/ipam/ChangeRunner.ts";
import type { ChangeEvent } from "../../../src/ipam/ChangeStep.ts";
import type { DryRunAnswer } from "../../../src/ipam/IpamApi.ts";
import type { Journal } from "../../../src/ipam/Journal.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { association, ipam } from "../../support/records.ts";
import { failure, refusal, ScriptedApi, shared, targetOf } from "../../support/ScriptedApi.ts";
import { TestClock } from "../../support/TestClock.ts";
import { testRunner } from "../../support/testRunner.ts";

const target = targetOf();
const throttled = refusal({ reason: "throttled", code: "Throttling.User", httpStatus: 400 });
const lost = failure({ reason: "timeout", requestId: "LOST" });

describe("The runner of changes", () => {
  let api: ScriptedApi;
  let clock: TestClock;
  let lines: MemoryLines;
  let journal: Journal;
  let decision: "change" | "dryRun" | "cancel";
  let asked: number;
  let events: ChangeEvent[];
  let tools: Partial<ChangeRunnerTools>;
  let cancellation: AbortController;
  let runner: ChangeRunner;

  beforeEach(() => {
    api = new ScriptedApi();
    clock = new TestClock();
    lines = new MemoryLines();
    journal = memoryJournal({ lines, clock });
    decision = "change";
    asked = 0;
    events = [];
    cancellation = new AbortController();
    use({});
  });

  /** The runner with other tools than those of all tests. */
  const use = (others: Partial<ChangeRunnerTools>) => {
    tools = { clock, ...others };
    runner = testRunner({ api: api.asApi(), journal, ...tools });
    runner.onStep((event) => events.push(event));
  };
  const change = <A extends ChangeAction>(action: A): Promise<ChangeReport<A>> =>
    runner.change(action, [target], {
      signal: cancellation.signal,
      confirm: async () => {
        asked += 1;
        return decision;
      },
    });
  const dissociate = () => change("dissociate");
  const dryRun = () => runner.dryRun("dissociate", [target], { signal: cancellation.signal });
  /** The steps so far, in a word each. */
  const steps = () =>
    events.map(({ step }) => {
      if (step.phase === "checked") return `${step.late ? "late " : ""}${step.check.verdict}`;
      if (step.phase !== "ended") return step.phase;
      const { end } = step;
      const word =
        "settlement" in end
          ? end.settlement.outcome
          : "notSent" in end
            ? `notSent ${end.notSent}`
            : Object.keys(end)[1];
      return `${step.late ? "late " : ""}ended ${word}`;
    });
  /** Resolves when a step comes that a test waits for. */
  const step = (matches: (step: ChangeEvent["step"]) => boolean) =>
    new Promise<ChangeEvent["step"]>((resolve) => {
      runner.onStep((event) => matches(event.step) && resolve(event.step));
    });
  const lateStep = () => step((one) => "late" in one && one.late === true);
  const outcomes = async () => (await journal.history()).map(({ outcome }) => outcome?.outcome);

  describe("goes from step to step in one stream", () => {
    it("to dissociate", async () => {
      await dissociate();
      expect(steps()).toEqual([
        ...["checking", "ready", "confirming", "waiting", "sending", "sent", "verifying", "ended dissociated", "idle"],
      ]);
      expect(events.every(({ action }) => action === "dissociate")).toBe(true);
    });

    it("to associate", async () => {
      api.associated.clear();
      await change("associate");
      expect(steps()).toEqual([
        ...["checking", "ready", "confirming", "waiting", "sending", "sent", "verifying", "ended associated", "idle"],
      ]);
      expect(events.every(({ action }) => action === "associate")).toBe(true);
    });

    it("to dry-run", async () => {
      await dryRun();
      expect(steps()).toEqual(["checking", "ready", "idle"]);
    });

    it("when the person says no", async () => {
      decision = "cancel";
      expect(await dissociate()).toEqual({ ended: "cancelled" });
      expect(steps()).toEqual(["checking", "ready", "confirming", "idle"]);
    });

    it("and back to sending while a refused try waits", async () => {
      api.script([() => Promise.reject(throttled), api.done]);
      await dissociate();
      expect(steps().slice(4, 9)).toEqual(["sending", "sent", "sending", "sent", "verifying"]);
    });

    it("and is idle again though asking the person failed", async () => {
      const asking = runner.change("dissociate", [target], { confirm: () => Promise.reject(new Error("closed")) });
      await expect(asking).rejects.toThrow("closed");
      expect(steps().at(-1)).toBe("idle");
      expect(runner.isUnderWay(target)).toBe(false);
    });
  });

  describe("checks", () => {
    it("sends one dry run and one change, each with a token of its own", async () => {
      expect(await dissociate()).toMatchObject({
        ended: "settled",
        ends: [{ settlement: { outcome: "dissociated", requestId: "REAL" } }],
        notTried: [],
        cancelled: false,
      });
      expect(api.actions).toEqual(["dryRun", "dissociate"]);
      expect(new Set(api.sent.map(({ clientToken }) => clientToken)).size).toBe(2);
    });

    it("changes nothing by a dry run", async () => {
      expect(await dryRun()).toMatchObject({ ended: "checked", checks: [{ verdict: "ready", requestId: "DRY" }] });
      expect([api.actions, await lines.read()]).toEqual([["dryRun"], []]);
    });

    it("sends no change when the person chooses the dry run", async () => {
      decision = "dryRun";
      expect(await dissociate()).toMatchObject({ ended: "checked", checks: [{ verdict: "ready" }] });
      expect(api.actions).toEqual(["dryRun", "dryRun"]);
    });

    it("refuses the own default discovery before anything is sent", async () => {
      use({ isKnownOwnDefault: () => true, operatingRegionsOf: () => ["cn-hangzhou"] });
      expect(await dissociate()).toMatchObject({ checks: [{ verdict: "refused", why: "ownDefault" }] });
      expect([api.sent, api.readings, api.counts]).toEqual([[], 0, 0]);
    });

    it("does not ask when the live reading finds no association, though the dry run passed", async () => {
      api.associated.clear();
      expect(await dissociate()).toMatchObject({ checks: [{ verdict: "refused", why: "notAssociated" }] });
      expect(asked).toBe(0);
    });

    it("asks for one list and one dry run where the IPAM is known already, and counts no impact", async () => {
      use({ operatingRegionsOf: () => ["cn-hangzhou"] });
      const report = await runner.dryRun("dissociate", [target], { knownIpams: () => [ipam()] });
      expect(report).toMatchObject({ checks: [{ verdict: "ready", ipam: { ipamId: "ipam-a1" } }] });
      expect([api.ipamReadings, api.readings, api.counts, api.actions]).toEqual([0, 1, 0, ["dryRun"]]);
    });

    it("counts what the IPAM would stop seeing", async () => {
      use({ operatingRegionsOf: () => ["cn-hangzhou", "cn-shanghai"] });
      expect(await dryRun()).toMatchObject({
        checks: [{ impact: { regions: [{ region: "cn-hangzhou", tally: { vpcs: 1 } }, { region: "cn-shanghai" }] } }],
      });
    });

    it("does not wait for the count of what would be refused", async () => {
      use({ operatingRegionsOf: () => ["cn-hangzhou"] });
      api.count = () => new Promise(() => {});
      api.dryRuns.push(() => Promise.reject(refusal({ reason: "dependency" })));
      expect(await dryRun()).toMatchObject({ checks: [{ verdict: "refused" }] });
    });

    it("counts no impact of an association that is to be made", async () => {
      api.associated.clear();
      use({ operatingRegionsOf: () => ["cn-hangzhou"] });
      await runner.dryRun("associate", [target]);
      expect(api.counts).toBe(0);
    });

    it("reads a missing permission as cannot tell, never as would fail", async () => {
      api.dryRuns.push(() => Promise.reject(refusal({ reason: "forbidden" })));
      expect(await dryRun()).toMatchObject({ checks: [{ verdict: "cannotTell", error: { reason: "forbidden" } }] });
    });

    it("keeps the endpoint and the dry run's RequestId with the change", async () => {
      use({ actorFor: async () => ({ accountId: "1", api: api.asApi(), journal, endpoint: "http://127.0.0.1:1" }) });
      await runner.change("dissociate", [target], {
        confirm: async () => "change",
        noteOf: () => ({ reason: "moved" }),
      });
      expect(await journal.history()).toMatchObject([
        { intent: { endpoint: "http://127.0.0.1:1", dryRunRequestId: "DRY", note: { reason: "moved" } } },
      ]);
    });
  });

  describe("raises the alarm", () => {
    const answeredLikeAChange =
      (answer: Partial<DryRunAnswer> = {}) =>
      async (): Promise<DryRunAnswer> => {
        api.associated.clear();
        return { outcome: "changed", requestId: "DRY", ...answer };
      };

    it("when a dry run is answered like a change, and reads again at once", async () => {
      api.dryRuns.push(answeredLikeAChange());
      expect(await dissociate()).toMatchObject({ checks: [{ verdict: "alarm", observed: "gone", requestId: "DRY" }] });
      expect(asked).toBe(0);
    });

    it("when a dry run is answered like a change, in the journal before anything else is read", async () => {
      let written = -1;
      api.dryRuns.push(async () => {
        api.readAssociations = async () => {
          written = (await lines.read()).length;
          return [];
        };
        return { outcome: "changed", requestId: "DRY" };
      });
      await dryRun();
      expect(written).toBe(1);
      expect(await outcomes()).toEqual(["dissociated"]);
    });

    it.each([
      ["associated", async () => [association()]],
      ["gone", async () => []],
      ["unknown", () => Promise.reject(failure({ reason: "unreachable" }))],
    ] as const)(
      "when the 2xx answer of a dry run cannot be read, and says what a reading then showed: %s",
      async (observed, reading) => {
        const unreadable = failure({ reason: "badAnswer", httpStatus: 200 });
        api.dryRuns.push(async () => {
          api.readAssociations = reading;
          return { outcome: "changed", requestId: undefined, unreadable };
        });
        expect(await dissociate()).toMatchObject({ checks: [{ verdict: "alarm", observed, unreadable }] });
        expect(asked).toBe(0);
      },
    );

    it("when the answer of a dry run was lost, and the association is gone since", async () => {
      api.dryRuns.push(async () => {
        // The reading next to the dry run still shows it.
        await Promise.resolve();
        api.associated.clear();
        throw lost;
      });
      expect(await dissociate()).toMatchObject({
        checks: [{ verdict: "alarm", observed: "gone", lost, requestId: "LOST" }],
      });
      expect([asked, await outcomes()]).toEqual([0, ["dissociated"]]);
    });

    it("when the answer of a dry run to associate was lost, and the two are associated since", async () => {
      api.associated.clear();
      api.dryRuns.push(async () => {
        await Promise.resolve();
        api.associated.add(shared);
        throw lost;
      });
      expect(await change("associate")).toMatchObject({ checks: [{ verdict: "alarm", observed: "associated", lost }] });
      expect(await outcomes()).toEqual(["associated"]);
    });

    it("not when the answer of a dry run was lost, and all is as it was", async () => {
      api.dryRuns.push(() => Promise.reject(lost));
      expect(await dissociate()).toMatchObject({ checks: [{ verdict: "cannotTell", error: lost }] });
    });

    it.each([
      ["dissociate", [association()], [], "stillAssociated"],
      ["associate", [], [association()], "notAssociated"],
    ] as const)(
      "not when a dry run to %s passed after a try that was lost: the journal keeps it for a list that was late",
      async (action, first, next, outcome) => {
        const lists = [first, first];
        api.readAssociations = async () => lists.shift() ?? next;
        api.dryRuns.push(
          () => Promise.reject(lost),
          async () => ({ outcome: "passed", requestId: "DRY" }),
        );
        expect(await runner.dryRun(action, [target])).toMatchObject({ checks: [{ verdict: "ready", unproven: lost }] });
        expect(await journal.history()).toMatchObject([
          { intent: { action, origin: "dryRun" }, outcome: { outcome, requestId: "LOST" } },
        ]);
      },
    );

    it("not when the answer of a dry run was lost and the person cancels: the journal keeps what was seen", async () => {
      api.dryRuns.push(async () => {
        cancellation.abort();
        throw lost;
      });
      await dissociate();
      await new Promise((resolve) => setImmediate(resolve));
      expect([steps().at(-1), await outcomes()]).toEqual(["idle", ["stillAssociated"]]);
    });

    it.each([
      ["dissociate", [], [association()]],
      ["associate", [association()], []],
    ] as const)(
      "not when a dry run to %s was lost that a list showed as carried out, and the next list does not: it cannot tell",
      async (action, first, next) => {
        const lists = [first, next];
        api.readAssociations = async () => lists.shift() ?? next;
        api.dryRuns.push(() => Promise.reject(lost));
        const report = action === "dissociate" ? await dissociate() : await change(action);
        expect(report).toMatchObject({ checks: [{ verdict: "cannotTell", error: lost, unproven: lost }] });
      },
    );

    it("not when the answer of a dry run was lost, and looking again fails", async () => {
      api.dryRuns.push(async () => {
        await Promise.resolve();
        api.readAssociations = () => Promise.reject(failure({ reason: "unreachable" }));
        throw lost;
      });
      expect(await dissociate()).toMatchObject({ checks: [{ verdict: "cannotTell", error: lost }] });
      expect(await outcomes()).toEqual(["unknown"]);
    });

    it("and has it in the journal before anybody is told", async () => {
      let written: unknown;
      runner.onStep(({ step: { phase } }) => {
        if (phase === "checked") written = lines.read();
      });
      use({ namesOf: () => ({ ipamName: "hub" }) });
      runner.onStep(({ step: { phase } }) => {
        if (phase === "checked") written = lines.read();
      });
      api.dryRuns.push(answeredLikeAChange());
      await dryRun();
      expect(await written).toHaveLength(2);
      expect(await journal.history()).toMatchObject([
        {
          intent: { action: "dissociate", origin: "dryRun", note: { ipamName: "hub" } },
          outcome: { outcome: "dissociated", requestId: "DRY" },
        },
      ]);
    });

    it.each([
      ["associated", async () => [association()], "stillAssociated"],
      ["unknown", () => Promise.reject(failure({ reason: "unreachable" })), "unknown"],
    ] as const)("and journals what was seen of it: %s", async (_, reading, outcome) => {
      api.dryRuns.push(async () => {
        api.readAssociations = reading;
        return { outcome: "changed", requestId: "DRY" };
      });
      await dryRun();
      expect(await outcomes()).toEqual([outcome]);
    });

    it("though the count of the impact never ends", async () => {
      use({ operatingRegionsOf: () => ["cn-hangzhou"] });
      api.count = () => new Promise(() => {});
      api.dryRuns.push(answeredLikeAChange());
      expect(await dissociate()).toMatchObject({ checks: [{ verdict: "alarm", observed: "gone" }] });
      expect([api.counts, steps(), await outcomes()]).toEqual([1, ["checking", "alarm", "idle"], ["dissociated"]]);
    });

    it("though the list that is read at the same time never ends", async () => {
      const lists = [new Promise<never>(() => {}), Promise.resolve([])];
      api.readAssociations = () => lists.shift() ?? Promise.resolve([]);
      api.dryRuns.push(answeredLikeAChange());
      expect(await dissociate()).toMatchObject({ checks: [{ verdict: "alarm", observed: "gone" }] });
    });

    it("though the person has cancelled meanwhile: late, and in the journal", async () => {
      let answer: (answer: DryRunAnswer) => void = () => {};
      api.dryRuns.push(
        () =>
          new Promise((resolve) => {
            answer = resolve;
            cancellation.abort();
          }),
      );
      expect(await dryRun()).toEqual({ ended: "checked", checks: [], notChecked: [{ target, dryRun: "unanswered" }] });
      expect(runner.isUnderWay(target)).toBe(true);
      const late = lateStep();
      answer(await answeredLikeAChange()());
      expect(await late).toMatchObject({ phase: "checked", check: { verdict: "alarm", observed: "gone" }, late: true });
      expect([await outcomes(), steps()]).toEqual([["dissociated"], ["checking", "late alarm", "idle"]]);
      expect(runner.isUnderWay(target)).toBe(false);
    });
  });

  describe("cancelled in the checks", () => {
    it("says that the dry run was not sent, where credentials were still loaded", async () => {
      api.loadCredentials = () => cancellation.abort();
      expect(await dissociate()).toMatchObject({ notChecked: [{ target, dryRun: "notSent" }], checks: [] });
      expect(api.sent).toEqual([]);
    });

    it("says that it was not answered, where it had left", async () => {
      api.dryRuns.push(() => {
        cancellation.abort();
        return new Promise(() => {});
      });
      expect(await dissociate()).toMatchObject({ notChecked: [{ dryRun: "unanswered" }], checks: [] });
      expect([api.actions, asked]).toEqual([["dryRun"], 0]);
    });

    it("says that it was answered, where only a list was still read", async () => {
      const slow = api.asApi();
      use({
        actorFor: async () => ({
          ...{ accountId: "1", journal, endpoint: "" },
          api: {
            ...slow,
            listIpams: () => {
              setImmediate(() => cancellation.abort());
              return new Promise(() => {});
            },
          },
        }),
      });
      expect(await dissociate()).toMatchObject({ notChecked: [{ dryRun: "answered" }], checks: [] });
    });

    it("says that it was answered, where a refused try waited for the next one", async () => {
      api.dryRuns.push(() => Promise.reject(throttled));
      api.dryRuns.push(async () => ({ outcome: "passed", requestId: "DRY" }));
      api.backOff = () => cancellation.abort();
      expect(await dissociate()).toMatchObject({ notChecked: [{ dryRun: "answered" }], checks: [] });
      expect(api.actions).toEqual(["dryRun"]);
    });

    it("says that it was not sent, where no connection stood", async () => {
      api.dryRuns.push(api.noConnection);
      api.dryRuns.push(async () => ({ outcome: "passed", requestId: "DRY" }));
      api.backOff = () => cancellation.abort();
      expect(await dissociate()).toMatchObject({ notChecked: [{ dryRun: "notSent" }], checks: [] });
    });

    it("says that it was answered, where the service refused a try before no connection stood", async () => {
      api.dryRuns.push(() => Promise.reject(throttled));
      api.dryRuns.push(api.noConnection);
      api.dryRuns.push(async () => ({ outcome: "passed", requestId: "DRY" }));
      let tries = 0;
      api.backOff = () => {
        tries += 1;
        if (tries === 2) cancellation.abort();
      };
      expect(await dissociate()).toMatchObject({ notChecked: [{ dryRun: "answered" }], checks: [] });
    });

    it("says that it was not answered, where a lost try waited for the next one", async () => {
      api.dryRuns.push(() => Promise.reject(lost));
      api.dryRuns.push(() => Promise.reject(throttled));
      api.backOff = () => cancellation.abort();
      expect(await dissociate()).toMatchObject({ notChecked: [{ dryRun: "unanswered" }], checks: [] });
    });

    it("sends nothing after a cancel of the impact count, and says that the dry run was answered", async () => {
      use({ operatingRegionsOf: () => ["cn-hangzhou"] });
      api.count = () => {
        setImmediate(() => cancellation.abort());
        return new Promise(() => {});
      };
      expect(await dissociate()).toEqual({
        ended: "checked",
        checks: [],
        notChecked: [{ target, dryRun: "answered" }],
      });
      expect([asked, api.actions, await lines.read()]).toEqual([0, ["dryRun"], []]);
    });

    it("still tells of the alarm of a dry run whose impact count was cancelled", async () => {
      use({ operatingRegionsOf: () => ["cn-hangzhou"] });
      api.count = () => {
        setImmediate(() => cancellation.abort());
        return new Promise(() => {});
      };
      api.dryRuns.push(async () => {
        api.associated.clear();
        return { outcome: "changed", requestId: "DRY" };
      });
      const told = step((one) => one.phase === "checked");
      const report = await dissociate();
      expect(await told).toMatchObject({ check: { verdict: "alarm", observed: "gone" } });
      expect([report.ended, asked, await outcomes()]).toEqual(["checked", 0, ["dissociated"]]);
    });

    it("does not ask when it is cancelled in the moment in which the last check passes", async () => {
      runner.onStep(({ step: { phase } }) => {
        if (phase === "checked") cancellation.abort();
      });
      expect(await dissociate()).toMatchObject({ ended: "checked", checks: [{ verdict: "ready" }] });
      expect([asked, api.changes]).toEqual([0, []]);
    });

    it("keeps what the first dry run showed when it is cancelled before the second one, which the person chose", async () => {
      for (const cancel of ["before it begins", "while credentials are loaded"]) {
        cancellation = new AbortController();
        const report = await runner.change("dissociate", [target], {
          signal: cancellation.signal,
          confirm: async () => {
            if (cancel === "before it begins") cancellation.abort();
            else api.loadCredentials = () => cancellation.abort();
            return "dryRun";
          },
        });
        expect(report).toMatchObject({ ended: "checked", checks: [{ verdict: "ready" }], notChecked: [] });
      }
      expect(api.actions).toEqual(["dryRun", "dryRun"]);
    });

    it("sends nothing when it is cancelled while the person is asked", async () => {
      const report = await runner.change("dissociate", [target], {
        signal: cancellation.signal,
        confirm: async () => {
          cancellation.abort();
          return "change";
        },
      });
      expect(report).toMatchObject({ ended: "settled", ends: [{ target, notSent: "cancelled" }], cancelled: true });
      expect([api.changes, await lines.read()]).toEqual([[], []]);
    });
  });

  describe("cancelled after the confirmation", () => {
    it("while credentials are loaded: nothing is sent, and its line is taken back", async () => {
      let loads = 0;
      api.loadCredentials = () => {
        loads += 1;
        // First for the dry run.
        if (loads === 2) cancellation.abort();
      };
      expect(await dissociate()).toMatchObject({ ends: [{ target, notSent: "cancelled" }], cancelled: true });
      expect([api.changes, await outcomes(), steps().slice(-3)]).toEqual([
        ...[[], ["notSent"]],
        ["sending", "ended notSent cancelled", "idle"],
      ]);
    });

    it("in a back-off after a proven refusal: nothing more is sent, and its line is taken back", async () => {
      api.script([() => Promise.reject(throttled), api.done]);
      api.backOff = () => cancellation.abort();
      expect(await dissociate()).toMatchObject({ ends: [{ notSent: "cancelled", refusal: throttled }] });
      expect([api.changes.length, await outcomes()]).toEqual([1, ["refused"]]);
    });

    it("leaves the association free for the next try, in this window and in others", async () => {
      api.script([() => Promise.reject(throttled), api.done]);
      api.backOff = () => cancellation.abort();
      await dissociate();
      expect(await memoryJournal({ lines, clock, window: "window-2", pid: 2 }).orphans()).toEqual([]);
      cancellation = new AbortController();
      api.backOff = () => {};
      expect(await dissociate()).toMatchObject({ ends: [{ settlement: { outcome: "dissociated" } }] });
    });

    it("in flight: stops waiting at once, and tells the truth later", async () => {
      let arrive: () => void = () => {};
      api.script([
        async (request) => {
          cancellation.abort();
          await new Promise<void>((resolve) => {
            arrive = resolve;
          });
          return api.done(request);
        },
      ]);
      expect(await dissociate()).toMatchObject({ ends: [{ target, leftWaiting: true }], cancelled: true });
      expect(runner.isUnderWay(target)).toBe(true);
      const late = lateStep();
      arrive();
      expect(await late).toMatchObject({ phase: "ended", end: { target, settlement: { outcome: "dissociated" } } });
      expect(steps().slice(4)).toEqual([
        ...["sending", "sent", "ended leftWaiting", "verifying", "late ended dissociated", "idle"],
      ]);
      expect([runner.isUnderWay(target), await outcomes()]).toEqual([false, ["dissociated"]]);
    });

    it("in flight: tells later that nothing was sent when that try is refused with proof", async () => {
      let refuse: () => void = () => {};
      api.script([
        () =>
          new Promise((_, reject) => {
            refuse = () => reject(throttled);
            cancellation.abort();
          }),
        api.done,
      ]);
      expect(await dissociate()).toMatchObject({ ends: [{ leftWaiting: true }] });
      const late = lateStep();
      refuse();
      expect(await late).toMatchObject({ end: { target, notSent: "cancelled", refusal: throttled } });
      expect([api.changes.length, await outcomes()]).toEqual([1, ["refused"]]);
    });

    it("in a back-off after an unproven failure: stops waiting, sends no more, and tells later what was read", async () => {
      api.script([api.doneBut(lost), api.done]);
      api.backOff = () => cancellation.abort();
      const late = lateStep();
      expect(await dissociate()).toMatchObject({ ends: [{ leftWaiting: true }] });
      expect(await late).toMatchObject({ end: { settlement: { outcome: "dissociated" } } });
      expect(api.changes).toHaveLength(1);
    });

    it("while the outcome is read: stops waiting, and tells it later", async () => {
      let read: () => void = () => {};
      api.script([
        async (request) => {
          const own = api.readAssociations;
          api.readAssociations = async () => {
            cancellation.abort();
            await new Promise<void>((resolve) => {
              read = resolve;
            });
            return own();
          };
          return api.done(request);
        },
      ]);
      expect(await dissociate()).toMatchObject({ ends: [{ leftWaiting: true }] });
      const late = lateStep();
      read();
      expect(await late).toMatchObject({ end: { settlement: { outcome: "dissociated" } } });
    });

    it("tells the end that is known later after the one that it completes, however short the time between them", async () => {
      for (let ticks = 0; ticks < 40; ticks += 1) {
        events = [];
        api = new ScriptedApi();
        const shortLived = new MemoryLines();
        journal = memoryJournal({ lines: shortLived, clock });
        const own = new AbortController();
        cancellation = own;
        use({});
        const append = shortLived.append.bind(shortLived);
        shortLived.append = async (line) => {
          await append(line);
          if (!line.includes('"kind":"outcome"')) return;
          // Nearer and nearer to the moment at which the outcome is known.
          void (async () => {
            for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
            own.abort();
          })();
        };
        const settled = step((one) => one.phase === "ended" && "settlement" in one.end);
        await dissociate();
        await settled;
        const ends = steps().filter((one) => one?.includes("ended"));
        expect(ends.slice(0, 1)).toEqual([ends.length === 2 ? "ended leftWaiting" : "ended dissociated"]);
      }
    });
  });

  describe("works on an association once at a time", () => {
    it("of two changes at once, makes one", async () => {
      const [first, second] = await Promise.all([dissociate(), dissociate()]);
      expect([first.ended, second]).toEqual(["settled", { ended: "busy", target }]);
      expect(api.changes).toHaveLength(1);
    });

    it("refuses a dry run meanwhile, and the same association through another profile", async () => {
      const first = dissociate();
      const other = targetOf(shared, "q");
      expect(await runner.dryRun("dissociate", [other])).toEqual({ ended: "busy", target: other });
      await first;
      expect(await runner.dryRun("dissociate", [other])).toMatchObject({ ended: "checked" });
    });

    it("refuses another change while an answer is still to come that nobody waits for", async () => {
      let answer: () => void = () => {};
      api.script([
        async (request) => {
          cancellation.abort();
          await new Promise<void>((resolve) => {
            answer = resolve;
          });
          return api.done(request);
        },
      ]);
      await dissociate();
      expect(await dissociate()).toEqual({ ended: "busy", target });
      const late = lateStep();
      answer();
      await late;
      expect(await dryRun()).toMatchObject({ ended: "checked" });
    });

    it("says so when another window is at it, or has left it behind", async () => {
      const elsewhere = memoryJournal({ lines, clock, window: "window-2", pid: 2 });
      await elsewhere.begin({ action: "dissociate", target, dryRunRequestId: undefined }, "1", "theirs");
      expect(await dissociate()).toMatchObject({ ends: [{ target, earlier: "underWay" }] });
      journal = memoryJournal({ lines, clock, window: "window-3", isRunning: () => false });
      use({});
      expect(await dissociate()).toMatchObject({ ends: [{ target, earlier: "orphaned" }] });
      expect(api.changes).toEqual([]);
    });
  });

  it("cannot tell when nobody can act, and says why", async () => {
    const error = refusal({ reason: "credentialsUnavailable" });
    use({ actorFor: () => Promise.reject(error) });
    expect(await dissociate()).toMatchObject({ checks: [{ target, verdict: "cannotTell", error }], notChecked: [] });
    expect(api.sent).toEqual([]);
  });

  it("can go on once the journal can be written again", async () => {
    journal = memoryJournal({ lines, clock, onUnwritten: () => {} });
    use({});
    const append = lines.append.bind(lines);
    lines.append = () => Promise.reject(new Error("no space"));
    expect(await dissociate()).toMatchObject({ ends: [{ settlement: { outcome: "refused" } }] });
    lines.append = append;
    expect(await dissociate()).toMatchObject({ ends: [{ settlement: { outcome: "dissociated" } }] });
  });
});
