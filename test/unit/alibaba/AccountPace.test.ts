import { expect, it } from "vitest";
import { AccountPace } from "../../../src/alibaba/AccountPace.ts";

const list = (pace: AccountPace, now: number) => pace.readyAt("List", false, now);
const change = (pace: AccountPace, now: number) => pace.readyAt("Dissociate", true, now);

/** An account of which ten requests came through at 0, and one was throttled. */
function throttled(retryAfterMs?: number): AccountPace {
  const pace = new AccountPace();
  const left = Array.from({ length: 11 }, () => pace.leave("List", 0));
  for (const departure of left.slice(0, 10)) pace.passed(departure, 0);
  for (const departure of left.slice(10)) pace.throttled(departure, retryAfterMs, 100);
  return pace;
}

it("holds everything back while it pauses, changes too", () => {
  const pace = throttled();
  expect([list(pace, 100), change(pace, 100)]).toEqual([1100, 1100]);
});

it("pauses as long as the service asks for, up to a minute", () => {
  expect(list(throttled(7_000), 100)).toBe(7_100);
  expect(list(throttled(10 ** 9), 100)).toBe(60_100);
});

it("lets one request go alone after a pause, and a change with it", () => {
  const pace = throttled();
  pace.leave("List", 1100);
  expect(list(pace, 1100)).toBe(2100);
  expect(change(pace, 1100)).toBe(1225);
});

it("goes on at four fifths of what came through in the second before", () => {
  const pace = throttled();
  pace.passed(pace.leave("List", 1100), 1100);
  pace.passed(pace.leave("List", 1300), 1300);
  expect(Math.round(list(pace, 1300)) - 1300).toBe(125);
});

it("pauses twice as long when the first request after a pause is throttled again, and is no slower for it", () => {
  const pace = throttled();
  pace.throttled(pace.leave("List", 1100), undefined, 1200);
  expect(list(pace, 1200)).toBe(3200);
  pace.passed(pace.leave("List", 3200), 3200);
  expect(Math.round(list(pace, 3200)) - 3200).toBe(125);
});

it("slows down once for all that left before it was throttled", () => {
  const pace = new AccountPace();
  const left = Array.from({ length: 12 }, () => pace.leave("List", 0));
  for (const departure of left.slice(0, 10)) pace.passed(departure, 0);
  for (const departure of left.slice(10)) pace.throttled(departure, undefined, 100);
  expect(list(pace, 100)).toBe(1100);
});

it("becomes faster with each answer, and slower by a fifth when it is throttled", () => {
  const pace = throttled();
  let now = 1100;
  for (let answers = 0; answers < 100; answers += 1) {
    pace.passed(pace.leave("List", now), now);
    now = list(pace, now);
  }
  pace.passed(pace.leave("List", now), now);
  // 101 answers have added 1.01 to the 8 of the beginning.
  expect(list(pace, now) - now).toBeCloseTo(1000 / 9.01);
  const last = list(pace, now);
  pace.throttled(pace.leave("List", last), 0, last);
  pace.passed(pace.leave("List", last), last);
  expect(list(pace, last) - last).toBeCloseTo(1000 / (9.01 * 0.8 + 0.01));
});

it("begins again, as if nothing was known, ten minutes after it was throttled", () => {
  const pace = throttled();
  pace.passed(pace.leave("List", 1100), 1100);
  const later = 100 + 11 * 60_000;
  for (let requests = 0; requests < 12; requests += 1) {
    expect(list(pace, later)).toBe(later);
    pace.leave("List", later);
  }
  expect(list(pace, later)).toBe(later + 1000);
});

/** Twelve requests left at 0. Those of which no answer is given here come through at once. */
function opened(lastAnswersAt: number): AccountPace {
  const pace = new AccountPace();
  const left = Array.from({ length: 12 }, () => pace.leave("List", 0));
  for (const [index, departure] of left.entries()) pace.passed(departure, index < 6 ? 100 : lastAnswersAt);
  return pace;
}

it("opens when a first round came through within a second", () => {
  const pace = opened(900);
  expect([list(pace, 900), pace.leave("List", 900) && list(pace, 900)]).toEqual([900, 900]);
});

it("becomes faster step by step when the first round came through over more than a second", () => {
  const pace = opened(1_500);
  const departure = pace.leave("List", 1_500);
  const wait = list(pace, 1_500) - 1_500;
  expect(wait).toBeGreaterThan(0);
  pace.passed(departure, 1_500);
  expect(list(pace, 1_500) - 1_500).toBeLessThan(wait);
});

it("sends fewer in a second that begins before the round before it was answered", () => {
  const pace = new AccountPace();
  const left = Array.from({ length: 12 }, () => pace.leave("List", 0));
  for (const departure of left.slice(0, 9)) pace.passed(departure, 900);
  let next = 0;
  for (; list(pace, 1_000) <= 1_000; next += 1) pace.leave("List", 1_000);
  expect(next).toBe(9);
});
