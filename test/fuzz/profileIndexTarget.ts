import { CredentialFault } from "../../src/credentials/CredentialFault.ts";
import { ProfileIndex } from "../../src/credentials/ProfileIndex.ts";
import { mutateJson } from "../support/mutate.ts";
import { keyValueStore } from "../unit/credentials/keyValueStore.ts";
import { canary, expectNoCanary } from "./expectNoCanary.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";

/** The stored list of profiles. A secret in a damaged row, where none belongs, must not be told of. */
export function profileIndexTarget(): FuzzTarget {
  const row = (id: string) => ({
    id,
    name: `profile ${id}`,
    kind: "accessKey",
    accountId: "1203715520147781",
    arn: "acs:ram::1203715520147781:user/operator",
    store: "keychain",
    addedAt: "2026-01-01T00:00:00.000Z",
    secret: canary,
  });
  return {
    name: "the index of profiles",
    share: 1,
    run: async (random) => {
      const problems: string[] = [];
      const stored = { profiles: mutateJson([row("a"), row("b"), row("c")], random), activeProfile: "b" };
      const index = new ProfileIndex(keyValueStore(stored), (problem) => problems.push(problem));
      const before = index.list();
      if (new Set(before.map(({ id }) => id)).size !== before.length) throw new Error("Two profiles have one id.");
      if (index.active && !before.some(({ id }) => id === index.active?.id)) throw new Error("Active, but not listed.");
      try {
        await index.add({ ...row("new"), kind: "sts", store: "session" });
        await index.remove(before[0]?.id ?? "a");
        await index.removeDamaged();
      } catch (error) {
        if (!(error instanceof CredentialFault)) throw error;
      }
      expectNoCanary(
        problems,
        before.map(({ id: _, name: __, accountId: ___, arn: ____, ...rest }) => rest),
      );
      return problems.length > 0 ? "refused" : "accepted";
    },
  };
}
