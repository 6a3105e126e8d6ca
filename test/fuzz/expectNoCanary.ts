import { inspect } from "node:util";

/** A secret that nothing may show. */
export const canary = "c4n4ryOfTheFuzzRunWithThirtyOne";

/** Throws when a value shows the canary: as a text, as JSON, or as a log would print it. */
export function expectNoCanary(...values: readonly unknown[]): void {
  for (const value of values) {
    const texts = [String(value), JSON.stringify(value) ?? "", inspect(value, { depth: 5 })];
    if (value instanceof Error) texts.push(value.message, value.stack ?? "");
    // Not the canary itself, which a stack or a report would then show.
    if (texts.some((text) => text.includes(canary))) throw new Error("The secret is shown.");
  }
}
