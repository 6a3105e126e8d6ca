import type { Region } from "../ipam/regions.ts";
import { type Account, type ApiTag, Organisation, type StoredDiscovery } from "./Organisation.ts";
import { vpcResources } from "./vpcResources.ts";

/**
 * The organisation of the demo account: a network hub that watches the address space of two other accounts, five IPAMs
 * in four regions. The hub is the first account. Keys are made anew each time; all else is the same.
 */
export function demoOrganisation(): Organisation {
  const organisation = new Organisation();
  const hub = organisation.addAccount("1203715520147781", "Harbour Network Hub");
  const payments = organisation.addAccount("1882009915530042", "Harbour Payments");
  const lake = organisation.addAccount("1549930286017735", "Harbour Data Platform");
  addNetworks(organisation, { hub, payments, lake });
  addHangzhou(organisation, { hub, payments, lake });
  addShanghai(organisation, { hub, payments, lake });
  addAbroad(organisation, { hub, lake });
  return organisation;
}

interface Accounts {
  readonly hub: Account;
  readonly payments: Account;
  readonly lake: Account;
}

/** The hub's IPAM has its own default discovery and two that other accounts share with the hub. */
function addHangzhou(organisation: Organisation, { hub, payments, lake }: Accounts): void {
  const ipam = organisation.addIpam(hub, "cn-hangzhou", {
    id: "ipam-k3v9qx2m7tdh4wz1",
    name: "hub-east-china",
    description: "Plans 10.0.0.0/10 for all production networks in East China",
    operatingRegions: ["cn-hangzhou", "cn-shanghai"],
    defaultDiscovery: "ipam-res-disco-h8r2mwk5vt3q9xzc",
    tags: tags("network", "production"),
    createdAt: "2025-03-11T02:14:37Z",
  });
  const cells = shared(organisation, payments, hub, "cn-hangzhou", {
    id: "ipam-res-disco-m4q8zt2vxk7w3hcr",
    name: "payments-hangzhou",
    description: "Card and wallet cells",
    tags: tags("payments", "production"),
    createdAt: "2025-04-02T06:51:09Z",
  });
  const clusters = shared(organisation, lake, hub, "cn-hangzhou", {
    id: "ipam-res-disco-x7j3vw9kq5tz2mhb",
    name: "data-lake-hangzhou",
    description: "Lake ingestion and training clusters",
    tags: tags("data", "production"),
    createdAt: "2025-05-19T11:32:50Z",
  });
  organisation.associate(ipam, cells);
  organisation.associate(ipam, clusters);
}

/**
 * The hub's IPAM has a custom discovery of the hub and the default one of the payments account, which is removable for
 * all that it is a default. The payments account's IPAM has the hub's custom discovery: an association that the hub sees
 * as the discovery's owner only. One more discovery is shared with the hub and not associated.
 */
function addShanghai(organisation: Organisation, { hub, payments, lake }: Accounts): void {
  const ipam = organisation.addIpam(hub, "cn-shanghai", {
    id: "ipam-p6w2jt8rnb5xk0yd",
    name: "hub-shanghai",
    description: "Plans the Shanghai finance cells",
    defaultDiscovery: "ipam-res-disco-c4k7yq9zt2n6vhxp",
    tags: tags("network", "production"),
    createdAt: "2025-03-11T02:20:05Z",
  });
  const paymentsIpam = organisation.addIpam(payments, "cn-shanghai", {
    id: "ipam-f8x5tq3kzw7vm2hd",
    name: "payments-ipam",
    description: "The payments team's own planning",
    defaultDiscovery: "ipam-res-disco-q2w7kz5xm9vt4hcj",
    tags: tags("payments", "production"),
    createdAt: "2025-06-27T09:08:44Z",
  });
  // Made after the IPAM: one that had been there before would have become its default discovery.
  const lab = shared(organisation, hub, payments, "cn-shanghai", {
    id: "ipam-res-disco-v3m9xk6wq2zt8hjr",
    name: "hub-lab",
    description: "Networks of the lab in Nanjing, where the IPAM does not operate",
    operatingRegions: ["cn-nanjing"],
    tags: tags("network", "lab"),
    createdAt: "2025-08-05T03:45:21Z",
  });
  shared(organisation, lake, hub, "cn-shanghai", {
    id: "ipam-res-disco-d5n8ry2jw6kt4qvz",
    name: "data-lake-shanghai",
    description: "Standby of the lake; offered to the hub",
    tags: tags("data", "standby"),
    createdAt: "2026-02-16T07:29:13Z",
  });
  const paymentsDefault = organisation.discovery(paymentsIpam.defaultDiscovery);
  if (!paymentsDefault) throw new Error("An IPAM has a default discovery.");
  organisation.share(paymentsDefault, hub);
  organisation.associate(ipam, paymentsDefault);
  organisation.associate(ipam, lab);
  organisation.associate(paymentsIpam, lab);
}

function addAbroad(organisation: Organisation, { hub, lake }: Pick<Accounts, "hub" | "lake">): void {
  const ipam = organisation.addIpam(hub, "ap-southeast-1", {
    id: "ipam-t9c4mz7hqv2rk6wb",
    name: "hub-asia-pacific",
    description: "Plans 10.64.0.0/12 for Singapore and Jakarta",
    operatingRegions: ["ap-southeast-1", "ap-southeast-5"],
    defaultDiscovery: "ipam-res-disco-w5x8rj3mq7k2tvyn",
    tags: tags("network", "production"),
    createdAt: "2025-07-30T04:02:56Z",
  });
  const analytics = shared(organisation, lake, hub, "ap-southeast-1", {
    id: "ipam-res-disco-r6k2hq8vz4mx9twc",
    name: "data-singapore",
    description: "Regional analytics",
    tags: tags("data", "production"),
    createdAt: "2025-09-12T10:17:38Z",
  });
  organisation.associate(ipam, analytics);
  organisation.addIpam(hub, "eu-central-1", {
    id: "ipam-z2h7vk4wxq8tm3rc",
    name: "hub-europe",
    description: "New; nothing is shared with it yet",
    defaultDiscovery: "ipam-res-disco-b9t3wz6kq4xv8mjh",
    tags: tags("network", "staging"),
    createdAt: "2026-08-31T13:40:02Z",
  });
}

/** A custom discovery that its owner shares with another account. */
function shared(
  organisation: Organisation,
  owner: Account,
  consumer: Account,
  region: Region,
  options: Parameters<Organisation["addDiscovery"]>[2],
): StoredDiscovery {
  const discovery = organisation.addDiscovery(owner, region, options);
  organisation.share(discovery, consumer);
  return discovery;
}

function addNetworks(organisation: Organisation, { hub, payments, lake }: Accounts): void {
  const add = (account: Account, region: Region, names: readonly string[], firstBlock: number) => {
    for (const [index, name] of names.entries()) {
      organisation.addResources(account, vpcResources({ region, name, cidr: `10.${firstBlock + index}.0.0/16` }));
    }
  };
  add(hub, "cn-hangzhou", ["hub-transit", "hub-firewall", "hub-dns"], 0);
  add(hub, "cn-shanghai", ["hub-edge", "hub-edge-standby", "hub-core"], 8);
  add(hub, "cn-nanjing", ["hub-lab-routing", "hub-lab-ipv6"], 40);
  add(hub, "ap-southeast-1", ["hub-apac-transit", "hub-apac-edge"], 64);
  add(hub, "ap-southeast-5", ["hub-jakarta"], 72);
  add(hub, "eu-central-1", ["hub-frankfurt-transit", "hub-frankfurt-edge"], 96);
  add(payments, "cn-hangzhou", ["payments-gateway", "payments-wallet", "payments-risk"], 24);
  add(payments, "cn-shanghai", ["payments-core", "payments-clearing", "payments-archive"], 48);
  add(lake, "cn-hangzhou", ["lake-ingest", "lake-training", "lake-serving", "lake-sandbox"], 32);
  add(lake, "cn-shanghai", ["lake-standby", "lake-standby-serving"], 36);
  add(lake, "ap-southeast-1", ["analytics-singapore", "analytics-partners"], 80);
  const ledger = { region: "cn-hangzhou", name: "payments-ledger", cidr: "10.27.0.0/16" };
  organisation.addResources(payments, vpcResources({ ...ledger, secondaryCidrs: ["172.20.0.0/16"] }));
}

function tags(team: string, stage: string): readonly ApiTag[] {
  return [
    { Key: "team", Value: team },
    { Key: "stage", Value: stage },
  ];
}
