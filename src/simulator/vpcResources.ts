import { idSuffix } from "./idSuffix.ts";
import type { StoredResource } from "./Organisation.ts";

/** A VPC to make up. */
export interface VpcPlan {
  readonly region: string;
  readonly name: string;
  /** A /16. */
  readonly cidr: string;
  /** Further blocks of the VPC. */
  readonly secondaryCidrs?: readonly string[];
}

/** What vSwitches of a VPC are for, and the zone of each. */
const subnets = [
  ["ingress", "h"],
  ["app", "i"],
  ["app", "j"],
  ["data", "k"],
] as const;

/** How the ids of VPCs and vSwitches begin, which tells the region. */
const idStarts: Readonly<Record<string, string>> = {
  "cn-hangzhou": "bp1",
  "cn-shanghai": "uf6",
  "cn-nanjing": "gc7",
  "ap-southeast-1": "t4n",
  "ap-southeast-5": "k1a",
  "eu-central-1": "gw8",
};

const addressesOf16 = 65_536;
const addressesOf20 = 4_096;

/** A VPC with its vSwitches, the same for the same plan: names, ids and numbers follow from it. */
export function vpcResources({ region, name, cidr, secondaryCidrs = [] }: VpcPlan): readonly StoredResource[] {
  const seed = `${region}/${name}`;
  const id = (kind: string, seed: string) => `${kind}-${idStarts[region] ?? "x2e"}${idSuffix(seed, 18)}`;
  const vpcId = id("vpc", seed);
  const common = { region, vpcId, discoveredAt: "2026-09-14T08:25:00Z" };
  const vSwitches = subnets.map(([use, zone], index): StoredResource => {
    const subnet = `${seed}-${use}-${zone}`;
    return {
      ...common,
      id: id("vsw", subnet),
      name: `${name}-${use}-${zone}`,
      type: "VSwitch",
      cidr: cidr.replace(/\.0\.0\/16$/, `.${index * 16}.0/20`),
      sourceCidr: cidr,
      total: addressesOf20,
      used: 40 + (Number.parseInt(idSuffix(`${subnet}/used`, 6), 36) % 3_600),
    };
  });
  const used = vSwitches.reduce((sum, vSwitch) => sum + vSwitch.used, 0);
  const vpc = { ...common, id: vpcId, name, type: "VPC" } as const;
  const blocks = [cidr, ...secondaryCidrs].map((block, index): StoredResource => {
    return { ...vpc, cidr: block, sourceCidr: block, total: addressesOf16, used: index === 0 ? used : 0 };
  });
  return [...blocks, ...vSwitches];
}
