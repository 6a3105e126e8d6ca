import { Cloud } from "../../src/alibaba/Cloud.ts";
import type { Credentials } from "../../src/alibaba/Credentials.ts";
import type { Clock } from "../../src/ipam/Clock.ts";
import type { Simulator } from "../../src/simulator/Simulator.ts";
import { TestClock } from "./TestClock.ts";

/** The real adapter over real sockets to a simulator; waits between retries are over at once. */
export function testCloud(simulator: Simulator, clock: Clock = new TestClock(), requestTimeoutSeconds = 5): Cloud {
  return new Cloud({
    settings: () => ({ endpoint: simulator.endpoint, requestTimeoutSeconds }),
    clock,
    random: () => 0.5,
    userAgent: "ipam-explorer/test",
  });
}

/** The credentials of an account of a simulator, the first unless told otherwise. */
export function credentialsOf(simulator: Simulator, account = 0): () => Promise<Credentials> {
  const key = simulator.organisation.accounts[account]?.accessKeys[0];
  if (!key) throw new Error("The account has no key.");
  return async () => key;
}
