/** The regions whose endpoint VPC IPAM publishes (product VpcIpam 2023-02-28, endpoint map). */
export const regions = [
  "cn-qingdao",
  "cn-beijing",
  "cn-zhangjiakou",
  "cn-huhehaote",
  "cn-wulanchabu",
  "cn-hangzhou",
  "cn-shanghai",
  "cn-nanjing",
  "cn-fuzhou",
  "cn-shenzhen",
  "cn-heyuan",
  "cn-guangzhou",
  "cn-wuhan-lr",
  "cn-chengdu",
  "cn-hongkong",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ap-northeast-1",
  "ap-northeast-2",
  "eu-central-1",
  "eu-west-1",
  "us-east-1",
  "us-west-1",
  "me-east-1",
  "me-central-1",
  "cn-beijing-finance-1",
  "cn-hangzhou-finance",
  "cn-shanghai-finance-1",
  "cn-shenzhen-finance-1",
] as const;

declare const own: unique symbol;

/** A region that the list does not hold, as a person added it in their own settings. Made by `ownRegionOf` alone. */
export type OwnRegion = string & { readonly [own]: true };

/** A region of the list, or one that the person added. A value of this type never comes straight from other input. */
export type Region = (typeof regions)[number] | OwnRegion;

/**
 * The region of that id, or `undefined` when neither the list nor the person's own ones hold it.
 * @param own the regions that the person added
 */
export function regionOf(id: string, own: readonly Region[] = []): Region | undefined {
  return regions.find((region) => region === id) ?? own.find((region) => region === id);
}

/** How region ids are formed: 2 to 6 parts, the first one of two letters. It becomes part of a host name, so nothing else. */
const form = /^(?=.{1,40}$)[a-z]{2}(?:-[a-z0-9]+){1,5}$/;

/** The region that a person added, or `undefined` when it is not formed like one. For their settings, and nothing else. */
export function ownRegionOf(value: unknown): OwnRegion | undefined {
  return isFormed(value) ? value : undefined;
}

/** Whether a text is formed like the id of a region. Which regions there are changes with the settings. */
export function isRegionFormed(id: string): boolean {
  return form.test(id);
}

function isFormed(value: unknown): value is OwnRegion {
  return typeof value === "string" && isRegionFormed(value);
}

/** What a list of regions in the settings says. */
export interface ChosenRegions {
  /** Those to read: of the list in its order, then the person's own ones. All of the list where none is chosen. */
  readonly read: readonly Region[];
  /** Those that the list does not hold. */
  readonly own: readonly OwnRegion[];
  /** Entries that are no regions and are ignored. */
  readonly malformed: readonly unknown[];
}

/** Reads the setting that chooses regions. A value that is no list chooses none. */
export function chosenRegions(setting: unknown): ChosenRegions {
  const entries: ReadonlySet<unknown> = new Set(Array.isArray(setting) ? setting : []);
  const listed = regions.filter((region) => entries.has(region));
  const others = [...entries].filter((entry) => !regions.some((region) => region === entry));
  const added = others.flatMap((entry) => ownRegionOf(entry) ?? []);
  const read = [...listed, ...added];
  return {
    read: read.length > 0 ? read : regions,
    own: added,
    malformed: others.filter((entry) => ownRegionOf(entry) === undefined),
  };
}
