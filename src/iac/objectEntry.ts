import type { Value } from "./Value.ts";

/** The value of a key, or `undefined`: also when the value is no object. The last of equal keys wins. */
export function objectEntry(value: Value | undefined, key: string): Value | undefined {
  return value?.kind === "object" ? value.entries.findLast((entry) => entry.key === key)?.value : undefined;
}
