// A simulator with an organisation for the benchmark. Runs as a worker; see SimulatorWorker.
import { parentPort, workerData } from "node:worker_threads";
import { regions } from "../../src/ipam/regions.ts";
import { Organisation } from "../../src/simulator/Organisation.ts";
import { Simulator } from "../../src/simulator/Simulator.ts";
import { scaleOrganisation } from "../support/scaleOrganisation.ts";

const { organisation: name, latencyMs } = workerData;
const organisation = name === "everyRegionShared" ? scaleOrganisation(regions, { sharedPerIpam: 1 }) : someShared();
const simulator = await Simulator.start({ organisation, latencyMs });
const [key] = organisation.accounts[0]?.accessKeys ?? [];
parentPort?.once("message", async () => {
  await simulator.close();
  parentPort?.postMessage(simulator.requests.length);
});
parentPort?.postMessage({ endpoint: simulator.endpoint, key: { ...key } });

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
