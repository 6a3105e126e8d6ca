import { describe, expect, it } from "vitest";
import { isAfter, type Moment } from "../../../src/ipam/Moment.ts";

const hour = 3_600_000;
const moment = (fields: Partial<Moment>): Moment => ({
  at: 10 * hour,
  elapsed: hour,
  host: "one",
  boot: "",
  ...fields,
});

describe("Two moments", () => {
  it("are compared by the time that elapsed, within one start of a machine", () => {
    const [one, other] = [moment({ boot: "a" }), moment({ boot: "a", at: 9 * hour, elapsed: hour + 1 })];
    expect(isAfter(other, one)).toBe(true);
    expect(isAfter(one, other)).toBe(false);
  });

  it("are compared by the wall clock, of two starts that have no names", () => {
    const [before, after] = [moment({}), moment({ at: 10 * hour + 60_000, elapsed: 20_000 })];
    expect(isAfter(after, before)).toBe(true);
    expect(isAfter(before, after)).toBe(false);
  });

  it("are of one start without a name where the clock was corrected by seconds", () => {
    const [before, after] = [moment({}), moment({ at: 10 * hour - 2_000, elapsed: hour + 1_000 })];
    expect(isAfter(after, before)).toBe(true);
  });

  it("are compared by the wall clock, of two machines", () => {
    expect(isAfter(moment({ host: "two", at: 10 * hour + 1, elapsed: 0 }), moment({}))).toBe(true);
  });
});
