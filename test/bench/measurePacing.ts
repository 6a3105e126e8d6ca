import { Cloud } from "../../src/alibaba/Cloud.ts";
import { Inventory } from "../../src/ipam/Inventory.ts";
import { measureImpact } from "../../src/ipam/measureImpact.ts";
import { regions } from "../../src/ipam/regions.ts";
import { systemClock } from "../../src/ipam/systemClock.ts";
import { Organisation } from "../../src/simulator/Organisation.ts";
import { Simulator } from "../../src/simulator/Simulator.ts";
import { scaleOrganisation } from "../support/scaleOrganisation.ts";
import { VirtualService } from "../support/VirtualService.ts";

const perSecond = 10;
const action = "DissociateIpamResourceDiscovery";

/** Accounts that the service limits: what is refused, and how much of what the service allows is used. */
export async function measurePacing(): Promise<Readonly<Record<string, number>>> {
  return { ...(await readLimited()), ...(await countImpact()) };
}

/** All 33 regions over real sockets with ten calls per second, and a dry run that somebody asks for meanwhile. */
async function readLimited(): Promise<Readonly<Record<string, number>>> {
  const organisation = scaleOrganisation(regions, { sharedPerIpam: 1 });
  const limits = [{ calls: perSecond, perMs: 1000, of: "account" }] as const;
  const simulator = await Simulator.start({ organisation, latencyMs: 100, limits });
  const key = organisation.accounts[0]?.accessKeys[0];
  if (!key) throw new Error("The account has no key.");
  const cloud = new Cloud({
    settings: () => ({ endpoint: simulator.endpoint, requestTimeoutSeconds: 30 }),
    clock: systemClock,
    random: Math.random,
    userAgent: "ipam-explorer/bench",
  });
  const api = cloud.ipamApi(async () => key);
  const inventory = new Inventory(api, regions, () => Date.now());
  const start = performance.now();
  const read = inventory.load();
  await systemClock.wait(4_000);
  const [ipam] = organisation.ipamsIn("cn-hangzhou");
  const [discovery] = organisation.discoveriesIn("cn-hangzhou").filter(({ sharedWith }) => sharedWith.size > 0);
  if (!ipam || !discovery) throw new Error("There is nothing to dissociate.");
  const asked = simulator.requests.length;
  await api.dryRunDissociate({
    region: "cn-hangzhou",
    ipamId: ipam.id,
    discoveryId: discovery.id,
    clientToken: "bench",
  });
  await read;
  const seconds = (performance.now() - start) / 1000;
  await simulator.close();
  const { requests } = simulator;
  const refused = requests.filter(({ code }) => code === "Throttling.User").length;
  const snapshots = inventory.snapshots();
  return {
    limitedRegionsRead: snapshots.filter(({ state }) => state === "loaded").length,
    limitedGaps: snapshots.flatMap(({ contents }) => contents?.gaps ?? []).length,
    limitedRefusedPercent: percent(refused / requests.length),
    limitedUsedPercentOfLimit: percent((requests.length - refused) / seconds / perSecond),
    limitedRequestsBeforeChange: requests.findIndex((request) => request.action === action) - asked,
  };
}

/** The impact of 100 associations over 33 regions under the documented 300 calls in 60 s, in virtual time. */
async function countImpact(): Promise<Readonly<Record<string, number>>> {
  const organisation = new Organisation();
  const account = organisation.addAccount("1000000000000001", "hub");
  const discoveries = Array.from({ length: 100 }, () =>
    organisation.addDiscovery(account, "cn-hangzhou", { operatingRegions: regions }),
  );
  const limit = { calls: 300, perMs: 60_000, of: "operation" } as const;
  const service = new VirtualService({ organisation, limits: [limit] });
  const api = service.cloud.ipamApi(service.credentials());
  const impacts = await service.clock.run(
    Promise.all(
      discoveries.map(({ id }) =>
        measureImpact({ region: "cn-hangzhou", discoveryId: id, operatingRegions: regions }, api, () => 0),
      ),
    ),
  );
  const counted = impacts.flatMap((impact) => impact.regions);
  return {
    impactRegionsCounted: counted.filter(({ tally }) => tally !== undefined).length,
    impactRegionsFailed: counted.filter(({ tally }) => tally === undefined).length,
    impactRefusedPercent: percent(service.refused / service.arrivals.length),
    impactUsedPercentOfLimit: percent(service.arrivals.length / (service.clock.elapsed() / limit.perMs) / limit.calls),
  };
}

function percent(ratio: number): number {
  return Math.round(ratio * 10_000) / 100;
}
