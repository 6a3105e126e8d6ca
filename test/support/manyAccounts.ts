import type { Region } from "../../src/ipam/regions.ts";
import { type Account, type ApiTag, Organisation } from "../../src/simulator/Organisation.ts";

/** How much of everything. */
export interface ManyAccounts {
  /** Accounts that someone signs in to. */
  readonly hubs: number;
  readonly regions: readonly Region[];
  /** Of each hub in each region, all its IPAMs together. Every IPAM has one with its own default discovery. */
  readonly associations: number;
}

/** Rows that one page of a list holds at most. */
const pageRows = 100;

const teams = ["payments", "search", "ledger", "catalogue", "logistics", "identity", "analytics", "messaging"];
const stages = ["production", "staging", "development"];

/**
 * Hubs with one IPAM in every other region and two in the others. Each hub watches through discoveries that other accounts
 * share with it alone, so that no two hubs have a row in common. The hubs are the first accounts; nobody signs in to the
 * others. Hub and region number the names, as in `payments-production-h07-cn-hangzhou-042`.
 */
export function manyAccounts({ hubs: count, regions, associations }: ManyAccounts): {
  readonly organisation: Organisation;
  /** Requests that read every page of every list of all hubs once. */
  readonly pages: number;
} {
  const organisation = new Organisation();
  const hubs = Array.from({ length: count }, (_, index) =>
    organisation.addAccount(accountId(1, index), `hub-${String(index).padStart(2, "0")}`),
  );
  const spokes = Array.from({ length: associations - 1 }, (_, index) =>
    organisation.addAccount(accountId(2, index), `spoke-${index}`),
  );
  let pages = 0;
  for (const hub of hubs) {
    for (const [index, region] of regions.entries()) {
      const ipams = 1 + (index % 2);
      addRegion(organisation, { hub, region, ipams, spokes: spokes.slice(ipams - 1) });
      const lists = [ipams, associations, ipams, associations - ipams];
      pages += lists.reduce((sum, rows) => sum + Math.max(1, Math.ceil(rows / pageRows)), 0);
    }
  }
  return { organisation, pages };
}

function addRegion(
  organisation: Organisation,
  where: {
    readonly hub: Account;
    readonly region: Region;
    readonly ipams: number;
    readonly spokes: readonly Account[];
  },
): void {
  const { hub, region, spokes } = where;
  const place = `${hub.name.replace("hub-", "h")}-${region}`;
  const ipams = Array.from({ length: where.ipams }, (_, index) =>
    organisation.addIpam(hub, region, {
      name: `network-${place}-${index + 1}`,
      description: `Plans the address space of ${place}`,
      tags: tags("network", "production"),
    }),
  );
  for (const [index, spoke] of spokes.entries()) {
    const [team = "", stage = ""] = [teams[index % teams.length], stages[index % stages.length]];
    const discovery = organisation.addDiscovery(spoke, region, {
      name: `${team}-${stage}-${place}-${index}`,
      description: `VPCs of ${team} in ${region}`,
      tags: tags(team, stage),
    });
    organisation.share(discovery, hub);
    const ipam = ipams[index % ipams.length];
    if (ipam) organisation.associate(ipam, discovery);
  }
}

function tags(team: string, stage: string): readonly ApiTag[] {
  return [
    { Key: "team", Value: team },
    { Key: "stage", Value: stage },
  ];
}

function accountId(kind: number, index: number): string {
  return `${kind}${String(index + 1).padStart(15, "0")}`;
}
