import type { Machine } from "./machine.ts";

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

/** Whether one moment came after the other, as far as their clocks tell. */
export function isAfter(one: Moment, other: Moment): boolean {
  const isSameStart = one.host === other.host && one.boot === other.boot && one.host !== "";
  return isSameStart ? one.elapsed > other.elapsed : one.at > other.at;
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
