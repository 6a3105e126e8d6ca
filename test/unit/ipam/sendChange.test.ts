import { beforeEach, describe, expect, it } from "vitest";
import type { ChangeAction } from "../../../src/ipam/Change.ts";
import type { Journal, JournalTools } from "../../../src/ipam/Journal.ts";
import { formatEntry, type Intent, parseEntry } from "../../../src/ipam/JournalEntry.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import { regionOf } from "../../../src/ipam/regions.ts";
import { type Sending, type SendingPhase, sendChange } from "../../../src/ipam/sendChange.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { account, association } from "../../support/records.ts";
import { failure, refusal, ScriptedApi, shared, targetOf } from "../../support/ScriptedApi.ts";
import { TestClock } from "../../support/TestClock.ts";

const throttled = refusal({ reason: "throttled", code: "Throttling.User", requestId: "T" });
const lost = failure({ reason: "timeout" });

/** Failures after which nobody knows whether the change took effect. */
const unproven = [
  ["a time-out", failure({ reason: "timeout" })],
  ["a code that is not documented", failure({ reason: "unexpected", code: "Never.Heard", httpStatus: 400 })],
  ["a server fault", failure({ reason: "serverFault", code: "InternalError", httpStatus: 500 })],
  ["an answer without a code", failure({ reason: "badAnswer", httpStatus: 502 })],
] as const;

describe("Sending a change", () => {
  let api: ScriptedApi;
  let clock: TestClock;
  let lines: MemoryLines;
  let phases: SendingPhase[];
  let cancellation: AbortController;

  beforeEach(() => {
    api = new ScriptedApi();
    clock = new TestClock();
    lines = new MemoryLines();
    phases = [];
    cancellation = new AbortController();
  });

  const journalOf = (tools: Partial<JournalTools> = {}) => memoryJournal({ lines, clock, ...tools });
  const send = (
    action: ChangeAction = "dissociate",
    journal: Journal = journalOf(),
    onPhase: (phase: SendingPhase) => void = () => {},
  ): Promise<Sending> =>
    sendChange(
      { action, target: targetOf(), dryRunRequestId: "DRY", endpoint: "" },
      { accountId: account, api: api.asApi(), journal, endpoint: "" },
      { clock, newClientToken: () => "token" },
      {
        signal: cancellation.signal,
        onPhase: (phase) => {
          phases.push(phase);
          onPhase(phase);
        },
      },
    );
  const entries = async () => (await lines.read()).map((line) => parseEntry(line, regionOf));
  const intent = async (): Promise<Intent> => {
    for (const entry of await entries()) if (typeof entry !== "string" && entry.kind === "intent") return entry;
    throw new Error("There is no intent.");
  };
  const outcomes = async () =>
    (await entries()).flatMap((entry) =>
      typeof entry !== "string" && entry.kind === "outcome" ? [entry.outcome] : [],
    );

  it("journals the change with its token before it leaves, and its outcome behind it", async () => {
    api.script([
      async (request) => {
        expect(await intent()).toMatchObject({
          ...{ action: "dissociate", target: targetOf(), accountId: account, endpoint: "" },
          ...{ clientToken: request.clientToken, dryRunRequestId: "DRY" },
        });
        expect(await outcomes()).toEqual([]);
        return api.done(request);
      },
    ]);
    expect(await send()).toMatchObject({ settlement: { outcome: "dissociated", requestId: "REAL" } });
    expect(await outcomes()).toEqual(["dissociated"]);
    expect(phases).toEqual(["sending", "sent", "verifying"]);
  });

  it("keeps one token through all tries", async () => {
    api.script([() => Promise.reject(throttled), () => Promise.reject(throttled), api.done]);
    await send();
    expect(api.sent.map(({ clientToken }) => clientToken)).toEqual(["token", "token", "token"]);
  });

  it("says again that it waits to be sent after a refusal that is proven", async () => {
    api.script([() => Promise.reject(throttled), api.done]);
    await send();
    expect(phases).toEqual(["sending", "sent", "sending", "sent", "verifying"]);
  });

  it("does not say so after a failure that proves nothing: it may have taken effect", async () => {
    api.script([() => Promise.reject(lost), () => Promise.reject(throttled), api.done]);
    await send();
    expect(phases).toEqual(["sending", "sent", "verifying"]);
  });

  describe("what an answer proves", () => {
    it("takes a proven refusal for one, and reads nothing", async () => {
      api.script([() => Promise.reject(refusal({ code: "ResourceNotFound.Ipam", requestId: "R" }))]);
      expect(await send()).toMatchObject({ settlement: { outcome: "refused", error: { detail: { requestId: "R" } } } });
      expect([api.readings, await outcomes()]).toEqual([0, ["refused"]]);
    });

    it.each(unproven)("reads the outcome after %s: done", async (_, error) => {
      api.script([api.doneBut(error)]);
      expect(await send()).toMatchObject({ settlement: { outcome: "dissociated" } });
    });

    it.each(unproven)("reads the outcome after %s: not done, with the error", async (_, error) => {
      api.script([() => Promise.reject(error)]);
      expect(await send()).toMatchObject({ settlement: { outcome: "stillAssociated", error } });
    });

    it.each([
      ["done", "dissociated"],
      ["not done", "stillAssociated"],
    ])("reads the outcome when a refusal follows on a try whose answer was lost: %s", async (which, outcome) => {
      const gone = refusal({ code: "ResourceNotFound.ResourceDiscoveryAssociation" });
      api.script([which === "done" ? api.doneBut(lost) : () => Promise.reject(lost), () => Promise.reject(gone)]);
      expect(await send()).toMatchObject({ settlement: { outcome } });
    });

    it("reads the outcome of an undo whose lost try was carried out, and whose next one is refused for that", async () => {
      api.associated.clear();
      const already = refusal({ code: "OperationDenied.ResourceDiscoveryAlreadyAssociated" });
      api.script([api.doneBut(lost), () => Promise.reject(already)]);
      expect(await send("associate")).toMatchObject({ settlement: { outcome: "associated" } });
    });

    it("does not take a refusal for one after a lost try, whatever refused tries came before", async () => {
      api.script([() => Promise.reject(throttled), api.doneBut(lost), () => Promise.reject(throttled)]);
      expect(await send()).toMatchObject({ settlement: { outcome: "dissociated" } });
    });
  });

  describe("the journal before each try", () => {
    /** Another window takes the intent over. */
    const takeOver = async () => {
      const { id, window } = await intent();
      const moment = { at: 1, elapsed: 1, host: "workstation", boot: "boot-1" };
      await lines.append(
        formatEntry({ kind: "claim", intent: id, window: "window-2", pid: 2, after: window, ...moment }),
      );
    };
    const settleElsewhere = async () => {
      const moment = { at: 1, elapsed: 1, host: "workstation", boot: "boot-1" };
      const { id } = await intent();
      await lines.append(
        formatEntry({ kind: "outcome", intent: id, window: "window-2", outcome: "stillAssociated", ...moment }),
      );
    };
    const loseLine = async () => {
      lines.read = async () => [];
    };

    const reasons = [
      ["another window took it over", takeOver],
      ["somebody settled it", settleElsewhere],
      ["its line is gone", loseLine],
    ] as const;

    it.each(reasons)("sends nothing when %s while credentials were loaded", async (_, happen) => {
      api.loadCredentials = happen;
      expect(await send()).toEqual({ notSent: "takenOver", refusal: undefined });
      expect([api.sent, phases]).toEqual([[], ["sending"]]);
    });

    it.each(reasons)("tries no more when %s in a back-off, and says why the try was refused", async (_, happen) => {
      api.script([() => Promise.reject(throttled), api.done]);
      api.backOff = happen;
      expect(await send()).toEqual({ notSent: "takenOver", refusal: throttled });
      expect(api.actions).toEqual(["dissociate"]);
    });

    it.each(reasons)("reads the outcome when %s in a back-off after a lost try", async (_, happen) => {
      api.script([api.doneBut(lost), api.done]);
      api.backOff = happen;
      expect(await send()).toMatchObject({ settlement: { outcome: "dissociated" } });
      expect(api.actions).toEqual(["dissociate"]);
    });

    it("takes back what it did not send, over what another window read meanwhile", async () => {
      api.loadCredentials = settleElsewhere;
      await send();
      expect(await journalOf().history()).toMatchObject([{ outcome: { outcome: "notSent" } }]);
    });

    const unreadable = () => {
      lines.read = () => Promise.reject(Object.assign(new Error("broken"), { code: "EIO" }));
    };

    it("sends nothing when the journal cannot be read", async () => {
      api.loadCredentials = unreadable;
      expect(await send()).toMatchObject({
        settlement: { outcome: "refused", error: { reason: "journal", detail: { code: "EIO" } } },
      });
      expect(api.sent).toEqual([]);
    });

    it("tries no more when the journal cannot be read in a back-off, and reads the outcome of a lost try", async () => {
      api.script([api.doneBut(lost), api.done]);
      api.backOff = unreadable;
      expect(await send()).toMatchObject({ settlement: { outcome: "dissociated" } });
      expect(api.actions).toEqual(["dissociate"]);
    });

    it("names what became of the try that left, and not the journal that kept from the next one", async () => {
      api.script([() => Promise.reject(lost), api.done]);
      api.backOff = unreadable;
      expect(await send()).toMatchObject({ settlement: { outcome: "stillAssociated", error: lost } });
      expect(api.actions).toEqual(["dissociate"]);
    });

    it("sends nothing when the person cancels while the journal is read", async () => {
      api.loadCredentials = () => {
        const read = lines.read.bind(lines);
        lines.read = async () => {
          cancellation.abort();
          return read();
        };
      };
      expect(await send()).toMatchObject({ notSent: "cancelled" });
      expect([api.sent, phases]).toEqual([[], ["sending"]]);
    });

    it("sends nothing that did not reach the journal", async () => {
      lines.append = () => Promise.reject(Object.assign(new Error("full"), { code: "ENOSPC" }));
      const journal = journalOf({ onUnwritten: () => {} });
      expect(await send("dissociate", journal)).toMatchObject({
        settlement: {
          outcome: "refused",
          error: { reason: "journal", detail: { code: "ENOSPC", effect: "no" } },
          neverLeft: true,
        },
      });
      expect([api.sent, phases]).toEqual([[], []]);
    });

    it("sends nothing that the journal swallowed", async () => {
      await loseLine();
      expect(await send()).toMatchObject({ settlement: { outcome: "refused", error: { reason: "journal" } } });
      expect(api.sent).toEqual([]);
    });

    it("says that nothing ever left when there are no credentials", async () => {
      const noCredentials = refusal({ reason: "credentialsUnavailable" });
      api.loadCredentials = () => Promise.reject(noCredentials);
      expect(await send()).toEqual({ settlement: { outcome: "refused", error: noCredentials, neverLeft: true } });
    });

    it("does not say so when credentials end after a try that was refused", async () => {
      const noCredentials = refusal({ reason: "credentialsUnavailable" });
      api.script([() => Promise.reject(throttled), api.done]);
      api.backOff = () => {
        api.loadCredentials = () => Promise.reject(noCredentials);
      };
      expect(await send()).toEqual({ settlement: { outcome: "refused", error: noCredentials } });
    });

    it("sends nothing while another window is at it", async () => {
      const other = memoryJournal({ lines, clock, window: "window-2", pid: 2 });
      await other.begin({ action: "dissociate", target: targetOf(), dryRunRequestId: undefined }, account, "theirs");
      expect(await send()).toMatchObject({ busy: { begun: false, orphaned: false } });
      expect(api.sent).toEqual([]);
    });
  });

  describe("cancelled", () => {
    it("before it begins, it writes and sends nothing", async () => {
      cancellation.abort();
      expect(await send()).toEqual({ notSent: "cancelled" });
      expect([await lines.read(), api.sent]).toEqual([[], []]);
    });

    it.each([
      ["before", "append"],
      ["after", "append"],
      ["before", "read"],
      ["after", "read"],
    ] as const)("%s the journal's %s, it takes its line back and sends nothing", async (moment, operation) => {
      const own = { append: lines.append.bind(lines), read: lines.read.bind(lines) };
      const at = (one: typeof moment, of: typeof operation) =>
        one === moment && of === operation && cancellation.abort();
      lines.append = async (line) => {
        at("before", "append");
        await own.append(line);
        at("after", "append");
      };
      lines.read = async () => {
        at("before", "read");
        const read = await own.read();
        at("after", "read");
        return read;
      };
      expect(await send()).toMatchObject({ notSent: "cancelled" });
      expect([api.sent, await outcomes()]).toEqual([[], ["notSent"]]);
    });

    it("while credentials are loaded, it asks for no try", async () => {
      api.loadCredentials = () => cancellation.abort();
      expect(await send()).toMatchObject({ notSent: "cancelled" });
      expect([api.sent, phases, await outcomes()]).toEqual([[], ["sending"], ["notSent"]]);
    });

    it("in the back-off after a proven refusal, it tries no more, and the journal keeps the refusal", async () => {
      api.script([() => Promise.reject(throttled), api.done]);
      api.backOff = () => cancellation.abort();
      expect(await send()).toEqual({ notSent: "cancelled", refusal: throttled });
      expect([api.actions, await outcomes()]).toEqual([["dissociate"], ["refused"]]);
    });

    it.each([
      ["done", "dissociated"],
      ["not done", "stillAssociated"],
    ])("in the back-off after an unproven failure, it tries no more and reads: %s", async (which, outcome) => {
      api.script([which === "done" ? api.doneBut(lost) : () => Promise.reject(lost), api.done]);
      api.backOff = () => cancellation.abort();
      expect(await send()).toMatchObject({ settlement: { outcome } });
      expect([api.actions, await outcomes()]).toEqual([["dissociate"], [outcome]]);
    });

    it("in the back-off after an unproven failure, it names that failure where the association is still there", async () => {
      api.script([() => Promise.reject(lost), api.done]);
      api.backOff = () => cancellation.abort();
      expect(await send()).toMatchObject({ settlement: { outcome: "stillAssociated", error: lost } });
    });

    it("in flight, it still finds out how the try comes out", async () => {
      api.script([
        (request) => {
          cancellation.abort();
          return api.done(request);
        },
      ]);
      expect(await send()).toMatchObject({ settlement: { outcome: "dissociated" } });
    });

    it("in flight, it says that nothing was sent when that try is refused with proof", async () => {
      api.script([
        () => {
          cancellation.abort();
          return Promise.reject(throttled);
        },
        api.done,
      ]);
      expect(await send()).toMatchObject({ notSent: "cancelled", refusal: throttled });
      expect(await outcomes()).toEqual(["refused"]);
    });
  });

  it("renews its hold while it works", async () => {
    api.readAssociations = async () => {
      await clock.wait(20 * 60_000);
      return [association()];
    };
    await send();
    const renewals = (await entries()).filter((entry) => typeof entry !== "string" && entry.kind === "renewal");
    expect(renewals.length).toBeGreaterThan(3);
    await clock.wait(3_600_000);
    expect((await lines.read()).length).toBe(renewals.length + 2);
  });

  it("never fails because its outcome cannot be written", async () => {
    const unwritten: string[] = [];
    api.script([
      async (request) => {
        lines.append = () => Promise.reject(new Error("full"));
        return api.done(request);
      },
    ]);
    const journal = journalOf({ onUnwritten: ({ target }) => unwritten.push(target.discoveryId) });
    expect(await send("dissociate", journal)).toMatchObject({ settlement: { outcome: "dissociated" } });
    expect(unwritten).toEqual([shared]);
  });
});
