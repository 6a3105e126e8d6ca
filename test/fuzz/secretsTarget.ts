import { KeychainFault } from "../../src/credentials/KeychainFault.ts";
import { Secret } from "../../src/credentials/Secret.ts";
import { SecretStorageVault } from "../../src/credentials/SecretStorageVault.ts";
import { mutateJson, mutateText } from "../support/mutate.ts";
import { secretStorage } from "../unit/credentials/secretStorage.ts";
import { canary, expectNoCanary } from "./expectNoCanary.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";

/** Secrets as a vault keeps them. */
export function secretsTarget(): FuzzTarget {
  const text = new Secret("LTAI5tFuzz", canary, `${canary}.token`).serialise();
  return {
    name: "serialised secrets",
    share: 1,
    run: async (random) => {
      const mutated =
        random(2) === 0 ? mutateText(text, random) : (JSON.stringify(mutateJson(JSON.parse(text), random)) ?? "");
      const vault = new SecretStorageVault(secretStorage(new Map([["profile/a", mutated]])));
      try {
        const secret = await vault.get("a");
        expectNoCanary(secret, { secret }, [`${secret}`]);
        return "accepted";
      } catch (error) {
        if (!(error instanceof KeychainFault)) throw error;
        expectNoCanary(error);
        return "refused";
      }
    },
  };
}
