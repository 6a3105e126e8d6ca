import { describe, expect, it } from "vitest";
import { isAfter, type Moment, parseMoment } from "../../../src/ipam/Moment.ts";
import { reckoned } from "../../../src/ipam/machine.ts";

const moment: Moment = { at: 100, elapsed: 10, host: "workstation", boot: "boot-1" };

describe("Of two moments", () => {
  it("of one start of a machine, the later one is told by the time that elapsed, however the clock was set", () => {
    expect(isAfter({ ...moment, elapsed: 11, at: 0 }, moment)).toBe(true);
    expect(isAfter({ ...moment, elapsed: 9, at: 1_000 }, moment)).toBe(false);
  });

  it.each([
    ["another start", { boot: "boot-2" }],
    ["another machine", { host: "laptop" }],
  ])("one of %s is compared by the wall clock", (_, other) => {
    expect(isAfter({ ...moment, ...other, at: 101, elapsed: 0 }, moment)).toBe(true);
    expect(isAfter({ ...moment, ...other, at: 99, elapsed: 1_000 }, moment)).toBe(false);
  });

  it("of two starts of a machine, the one of the start that runs now is the later one, however the clock was set", () => {
    const before: Moment = { ...moment, boot: "boot-0", at: 1_000, elapsed: 1_000 };
    expect(isAfter(moment, before, moment)).toBe(true);
    expect(isAfter(before, moment, moment)).toBe(false);
    // Of two earlier starts, only the wall clock tells.
    expect(isAfter(moment, before, { ...moment, boot: "boot-2" })).toBe(false);
    expect(isAfter(moment, { ...before, host: "laptop" }, moment)).toBe(false);
  });

  it("of one start without a name, the process that reckoned it tells, however the clock was set since", () => {
    const one: Moment = { ...moment, boot: reckoned(90) };
    expect(isAfter({ ...one, elapsed: 11, at: one.at - 3_600_000 }, one)).toBe(true);
    // Two processes reckon it a little apart.
    expect(isAfter({ ...one, elapsed: 11, at: 0, boot: reckoned(2_090) }, one)).toBe(true);
    expect(isAfter({ ...one, elapsed: 11, at: 0, boot: reckoned(60_090) }, one)).toBe(false);
    expect(isAfter({ ...one, elapsed: 11, at: 0, boot: "boot-1" }, one)).toBe(false);
  });

  it("that name no machine, the wall clock tells, as their elapsed times are none", () => {
    const unnamed = { at: 100, elapsed: 0, host: "", boot: "" };
    expect(isAfter({ ...unnamed, at: 101 }, unnamed)).toBe(true);
    expect(isAfter({ ...unnamed, elapsed: 5 }, unnamed)).toBe(false);
  });

  it("neither is after the other when they are the same", () => {
    expect(isAfter(moment, moment)).toBe(false);
  });
});

describe("A moment that was kept", () => {
  it("is read back", () => {
    expect(parseMoment(JSON.parse(JSON.stringify(moment)))).toEqual(moment);
  });

  it("is none when it is damaged", () => {
    const damaged = [
      undefined,
      null,
      7,
      {},
      { ...moment, at: "1" },
      { ...moment, elapsed: null },
      { ...moment, host: 1 },
    ];
    for (const value of damaged) expect(parseMoment(value)).toBeUndefined();
  });
});

const hour = 3_600_000;
const momentWith = (fields: Partial<Moment>): Moment => ({
  at: 10 * hour,
  elapsed: hour,
  host: "one",
  boot: "",
  ...fields,
});

describe("Two moments", () => {
  it("are compared by the time that elapsed, within one start of a machine", () => {
    const [one, other] = [momentWith({ boot: "a" }), momentWith({ boot: "a", at: 9 * hour, elapsed: hour + 1 })];
    expect(isAfter(other, one)).toBe(true);
    expect(isAfter(one, other)).toBe(false);
  });

  it("are compared by the wall clock, of two starts that have no names", () => {
    const [before, after] = [momentWith({}), momentWith({ at: 10 * hour + 60_000, elapsed: 20_000 })];
    expect(isAfter(after, before)).toBe(true);
    expect(isAfter(before, after)).toBe(false);
  });

  it("are of one start without a name where the clock was corrected by seconds", () => {
    const [before, after] = [momentWith({}), momentWith({ at: 10 * hour - 2_000, elapsed: hour + 1_000 })];
    expect(isAfter(after, before)).toBe(true);
  });

  it("are compared by the wall clock, of two machines", () => {
    expect(isAfter(momentWith({ host: "two", at: 10 * hour + 1, elapsed: 0 }), momentWith({}))).toBe(true);
  });
});
