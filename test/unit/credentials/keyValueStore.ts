import type { KeyValueStore } from "../../../src/credentials/KeyValueStore.ts";

/** A store of values in memory, which holds JSON as a state file would. */
export function keyValueStore(values: Readonly<Record<string, unknown>> = {}): KeyValueStore {
  const texts = new Map(Object.entries(values).map(([key, value]) => [key, JSON.stringify(value)]));
  return {
    get: (key) => {
      const text = texts.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    update: async (key, value) => {
      if (value === undefined) texts.delete(key);
      else texts.set(key, JSON.stringify(value));
    },
  };
}
