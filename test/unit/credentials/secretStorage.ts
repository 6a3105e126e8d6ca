import type { SecretStorage } from "../../../src/credentials/SecretStorageVault.ts";

/** VS Code's secret storage in memory. */
export function secretStorage(entries: Map<string, string> = new Map()): SecretStorage {
  return {
    get: async (key) => entries.get(key),
    store: async (key, value) => {
      entries.set(key, value);
    },
    delete: async (key) => {
      entries.delete(key);
    },
  };
}
