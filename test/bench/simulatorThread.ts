// A simulator with an organisation for the benchmark. Runs as a worker; see SimulatorWorker.
import { parentPort, workerData } from "node:worker_threads";
import { regions } from "../../src/ipam/regions.ts";
import { Organisation } from "../../src/simulator/Organisation.ts";
import { Simulator } from "../../src/simulator/Simulator.ts";
import { manyAccounts } from "../support/manyAccounts.ts";
import { scaleOrganisation } from "../support/scaleOrganisation.ts";
import type { SimulatorOrder } from "./SimulatorWorker.ts";

const { organisation: wanted, latencyMs }: SimulatorOrder = workerData;
const { organisation, pages } = build();
const simulator = await Simulator.start({ organisation, latencyMs });
parentPort?.on("message", async (word: "forget" | "count" | "stop") => {
  if (word === "forget") simulator.forget();
  if (word === "stop") await simulator.close();
  parentPort?.postMessage(simulator.requests.length);
  if (word === "stop") parentPort?.close();
});
const keys = organisation.accounts.map(({ accessKeys }) => ({ ...accessKeys[0] }));
parentPort?.postMessage({ endpoint: simulator.endpoint, keys, pages });

function build(): { readonly organisation: Organisation; readonly pages?: number } {
  if (typeof wanted === "object") return manyAccounts({ ...wanted, regions });
  return {
    organisation: wanted === "everyRegionShared" ? scaleOrganisation(regions, { sharedPerIpam: 1 }) : someShared(),
  };
}

/** A hub that watches another account in every third region. */
function someShared(): Organisation {
  const organisation = new Organisation();
  const hub = organisation.addAccount("1000000000000001", "hub");
  const spoke = organisation.addAccount("1000000000000002", "spoke");
  for (const [index, region] of regions.entries()) {
    const ipam = organisation.addIpam(hub, region, { name: region });
    if (index % 3 !== 0) continue;
    const discovery = organisation.addDiscovery(spoke, region, { name: `${region}-spoke` });
    organisation.share(discovery, hub);
    organisation.associate(ipam, discovery);
  }
  return organisation;
}
