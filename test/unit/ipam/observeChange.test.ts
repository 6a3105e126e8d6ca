import { beforeEach, describe, expect, it } from "vitest";
import { observeChange } from "../../../src/ipam/observeChange.ts";
import { association } from "../../support/records.ts";
import { failure, ScriptedApi, shared, targetOf } from "../../support/ScriptedApi.ts";
import { TestClock } from "../../support/TestClock.ts";

const answer = { requestId: "REAL" };

describe("Observing a change", () => {
  let api: ScriptedApi;
  let clock: TestClock;

  beforeEach(() => {
    api = new ScriptedApi();
    clock = new TestClock();
  });

  const observe = (action: "dissociate" | "associate" = "dissociate", of = clock) =>
    observeChange({ action, target: targetOf() }, answer, { api: api.asApi(), clock: of });

  /** The readings of an observation, one after the other; the last one goes on. */
  const read = (...readings: readonly ("there" | "gone" | "failed")[]) => {
    const left = [...readings];
    const own = api.readAssociations;
    api.readAssociations = async () => {
      const reading = left.length > 1 ? left.shift() : left[0];
      if (reading === "failed") throw failure({ reason: "unreachable", requestId: "READ" });
      if (reading === "gone") api.associated.clear();
      else api.associated.add(shared);
      return own();
    };
  };

  it("ends with the first reading that shows what was wanted", async () => {
    read("there", "there", "there", "gone");
    expect(await observe()).toMatchObject({ outcome: "dissociated", requestId: "REAL" });
    expect(api.readings).toBe(4);
  });

  it("looks for an association that was made the same way", async () => {
    read("gone", "there");
    expect(await observe("associate")).toMatchObject({ outcome: "associated" });
  });

  it.each([
    ["dissociate", "there", "stillAssociated"],
    ["associate", "gone", "notAssociated"],
  ] as const)(
    "says a minute after it was to %s that the last reading still showed it %s",
    async (action, reading, outcome) => {
      read(reading);
      expect(await observe(action)).toMatchObject({ outcome, requestId: "REAL" });
      expect(clock.waits.reduce((sum, wait) => sum + wait)).toBeGreaterThan(50_000);
    },
  );

  it("knows nothing when the last reading failed, though earlier ones showed the association", async () => {
    read("there", "there", "failed");
    expect(await observe()).toMatchObject({
      outcome: "unknown",
      requestId: "REAL",
      error: { reason: "unreachable", detail: { requestId: "READ" } },
    });
  });

  it("goes on after readings that failed", async () => {
    read("failed", "failed", "there");
    expect(await observe()).toMatchObject({ outcome: "stillAssociated" });
  });

  it.each([
    ["back", -1],
    ["ahead", 1],
  ])("does the same when somebody sets the clock %s by a year", async (_, direction) => {
    read("there");
    await observe();
    const undisturbed = [...clock.waits];
    api.readings = 0;
    clock = new TestClock();
    api.readAssociations = async () => {
      clock.set(clock.now() + direction * 365 * 24 * 3_600_000);
      return [association()];
    };
    expect(await observe()).toMatchObject({ outcome: "stillAssociated" });
    expect(clock.waits).toEqual(undisturbed);
  });

  it("still looks a few times when the machine sleeps for an hour in a wait", async () => {
    class SleepyClock extends TestClock {
      override wait(milliseconds: number): Promise<void> {
        return super.wait(milliseconds + 3_600_000);
      }
    }
    read("there", "there", "there", "gone");
    expect(await observe("dissociate", new SleepyClock())).toMatchObject({ outcome: "dissociated" });
  });
});
