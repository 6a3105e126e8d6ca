import { Cloud } from "../../src/alibaba/Cloud.ts";
import { systemClock } from "../../src/ipam/systemClock.ts";
import { Simulator } from "../../src/simulator/Simulator.ts";
import { memoryJournal } from "../support/memoryJournal.ts";
import { sharedPair } from "../support/sharedPair.ts";
import { testRunner } from "../support/testRunner.ts";

/** How many requests one dissociation takes, from the dry run to the reading that shows it done. */
export async function measureDissociation(): Promise<Readonly<Record<string, number>>> {
  const { organisation, consumer, ipam, discovery } = sharedPair();
  const simulator = await Simulator.start({ organisation });
  const [key] = consumer.accessKeys;
  if (!key) throw new Error("The account has no key.");
  const cloud = new Cloud({
    settings: () => ({ endpoint: simulator.endpoint, requestTimeoutSeconds: 10 }),
    clock: systemClock,
    random: Math.random,
    userAgent: "ipam-explorer/bench",
  });
  const journal = memoryJournal();
  const runner = testRunner({ api: cloud.ipamApi(async () => key), journal, clock: systemClock });
  const target = { profile: "bench", region: ipam.region, ipamId: ipam.id, discoveryId: discovery.id };
  const report = await runner.change("dissociate", [target], { confirm: async () => "change" });
  await simulator.close();
  const [end] = report.ended === "settled" ? report.ends : [];
  if (!end || !("settlement" in end) || end.settlement.outcome !== "dissociated") {
    throw new Error(`The dissociation ended as ${report.ended}.`);
  }
  const { requests } = simulator;
  return {
    requestsPerDissociation: requests.length,
    dryRunsPerDissociation: requests.filter(({ dryRun }) => dryRun).length,
    changesPerDissociation: requests.filter(({ effect }) => effect).length,
  };
}
