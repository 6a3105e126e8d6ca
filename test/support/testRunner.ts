import { ChangeRunner, type ChangeRunnerTools } from "../../src/ipam/ChangeRunner.ts";
import type { IpamApi } from "../../src/ipam/IpamApi.ts";
import type { Journal } from "../../src/ipam/Journal.ts";
import { account } from "./records.ts";
import { TestClock } from "./TestClock.ts";

/** The runner over an API and a journal of a test, as the extension wires it. */
export function testRunner({
  api,
  journal,
  ...options
}: Partial<ChangeRunnerTools> & { readonly api: IpamApi; readonly journal: Journal }): ChangeRunner {
  let tokens = 0;
  return new ChangeRunner({
    clock: new TestClock(),
    newClientToken: () => `token-${++tokens}`,
    isSeen: () => true,
    isKnownOwnDefault: () => false,
    operatingRegionsOf: () => undefined,
    namesOf: () => ({}),
    actorFor: async () => ({ accountId: account, api, journal, endpoint: "" }),
    ...options,
  });
}
