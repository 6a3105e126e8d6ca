import { addressText } from "./addressText.ts";
import type { Value } from "./Value.ts";

/** A text that is equal for two values exactly when they say the same, wherever they stand and however they are set out. */
export function valueText(value: Value): string {
  switch (value.kind) {
    case "literal":
      return JSON.stringify(value.value);
    case "list":
      return `[${value.items.map(valueText).join(",")}]`;
    case "object":
      return `{${value.entries
        .map(({ key, value: entry }) => `${JSON.stringify(key)}:${valueText(entry)}`)
        .sort()
        .join(",")}}`;
    case "reference":
      return addressText(value.path);
    case "template":
      return `"${value.parts.map(valueText).join("+")}"`;
    case "unknown":
      return `?${value.text}`;
  }
}
