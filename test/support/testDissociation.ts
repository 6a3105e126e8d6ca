import { ChangeSender } from "../../src/ipam/ChangeSender.ts";
import type { Clock } from "../../src/ipam/Clock.ts";
import { Dissociation, type DissociationTools } from "../../src/ipam/Dissociation.ts";
import type { IpamApi } from "../../src/ipam/IpamApi.ts";
import type { Journal } from "../../src/ipam/Journal.ts";
import { account } from "./records.ts";
import { TestClock } from "./TestClock.ts";

/** What a test sets of the use case; a person who always dissociates unless told otherwise. */
export interface TestDissociationOptions extends Partial<Omit<DissociationTools, "sender">> {
  readonly api: IpamApi;
  readonly journal: Journal;
  readonly clock?: Clock;
}

/** The use case as the extension wires it, over an API and a journal of a test. */
export function testDissociation({ api, journal, ...options }: TestDissociationOptions): Dissociation {
  let tokens = 0;
  const tools = {
    clock: new TestClock(),
    newClientToken: () => `token-${++tokens}`,
    isKnownOwnDefault: () => false,
    onPhase: () => {},
    onLate: () => {},
    person: { confirm: async () => "dissociate" as const },
    actorFor: async () => ({ accountId: account, api, journal }),
    ...options,
  };
  const sender = new ChangeSender({
    ...tools,
    onUnwritten: (_intent, error) => {
      throw error;
    },
  });
  return new Dissociation({ ...tools, sender });
}
