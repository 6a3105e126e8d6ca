import type { Value } from "./Value.ts";

/** The value with each part of it, inmost first, replaced by what is made of it. */
export function mapValue(value: Value, change: (part: Value) => Value): Value {
  switch (value.kind) {
    case "list":
      return change({ ...value, items: value.items.map((item) => mapValue(item, change)) });
    case "object":
      return change({
        ...value,
        entries: value.entries.map((entry) => ({ ...entry, value: mapValue(entry.value, change) })),
      });
    default:
      return change(value);
  }
}
