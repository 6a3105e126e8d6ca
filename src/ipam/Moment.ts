import { type Machine, reckonedStart } from "./machine.ts";

/**
 * When something happened. The wall clock may have been set in between, so two moments of one start of one machine are
 * compared by the time that elapsed.
 */
export interface Moment extends Machine {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Of {@link Clock.elapsed}. */
  readonly elapsed: number;
}

const hourMs = 60 * 60_000;

/** Starts of a machine that names none are further apart. A clock that is corrected moves by less. Milliseconds. */
const betweenStartsMs = 10_000;

/**
 * Whether one moment came after the other, as far as their clocks tell.
 * @param current a moment of the start that runs now: those of earlier starts of its machine came before it
 */
export function isAfter(one: Moment, other: Moment, current?: Moment): boolean {
  if (isSameStart(one, other)) return one.elapsed > other.elapsed;
  if (current && areNamedStarts(one, other)) {
    if (isSameStart(one, current)) return true;
    if (isSameStart(other, current)) return false;
  }
  return one.at > other.at;
}

/** Whether one moment came an hour or more after the other, or a week where only the wall clocks tell, which may be set. */
export function isLongAfter(one: Moment, other: Moment): boolean {
  if (isSameStart(one, other) && one.boot !== "") return one.elapsed - other.elapsed >= hourMs;
  return one.at - other.at >= 7 * 24 * hourMs;
}

/** Whether two moments are of the same start of the same machine, so that their elapsed times can be compared. */

export function isSameStart(one: Moment, other: Moment): boolean {
  if (one.host !== other.host || one.host === "") return false;
  if (one.boot !== "" && one.boot === other.boot) return true;
  if (isNamedByPlatform(one) || isNamedByPlatform(other)) return false;
  return Math.abs(startOf(one) - startOf(other)) < betweenStartsMs;
}

function areNamedStarts(one: Moment, other: Moment): boolean {
  return one.host !== "" && one.host === other.host && isNamedByPlatform(one) && isNamedByPlatform(other);
}

function isNamedByPlatform({ boot }: Moment): boolean {
  return boot !== "" && reckonedStart(boot) === undefined;
}

/** When the machine started, by its clocks: as its process reckoned once, or as they were at the moment itself. */
function startOf({ at, elapsed, boot }: Moment): number {
  return reckonedStart(boot) ?? at - elapsed;
}

/** Reads a moment that was kept. Undefined when it is damaged. */
export function parseMoment(value: unknown): Moment | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { at, elapsed, host, boot }: Partial<Record<keyof Moment, unknown>> = value;
  if (!isTime(at) || !isTime(elapsed) || typeof host !== "string" || typeof boot !== "string") return undefined;
  return { at, elapsed, host, boot };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
