import { randomInt } from "node:crypto";
import type { Region } from "../ipam/regions.ts";
import type { AccessKey, Principal } from "./AccessKey.ts";
import { Hosted } from "./Hosted.ts";
import { idSuffix } from "./idSuffix.ts";

/** An Alibaba Cloud account of the simulated organisation. */
export interface Account {
  /** 16 digits, below 2^53: the service sends it as a JSON number. */
  readonly id: string;
  readonly name: string;
  /** The first one belongs to a RAM user. */
  readonly accessKeys: AccessKey[];
  /** Whether VPC IPAM was opened. */
  opened: boolean;
  /** RAM actions that are denied to every key of the account, such as `vpc:ListIpams`. */
  readonly denied: Set<string>;
}

/** A RAM role, and who may assume it. */
export interface Role {
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
  /** ARNs of accounts (`acs:ram::<id>:root`) and of OIDC identity providers. */
  readonly trusted: ReadonlySet<string>;
  /** Asked of whoever assumes it, where the trust policy has the condition. */
  readonly externalId: string | undefined;
  /** Longest session, in seconds. */
  readonly maxSessionSeconds: number;
}

/** An OIDC identity provider with the tokens it has issued, and until when they are good (ms since 1970). */
export interface OidcProvider {
  readonly arn: string;
  readonly tokens: Map<string, number>;
}

/** A tag as the API spells it. */
export interface ApiTag {
  readonly Key: string;
  readonly Value: string;
}

/** What IPAMs and discoveries have in common. */
interface Stored {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly status: string;
  /** Where it is hosted. */
  readonly region: Region;
  readonly operatingRegions: readonly string[];
  readonly owner: string;
  readonly resourceGroup: string;
  readonly tags: readonly ApiTag[];
  /** ISO 8601, whole seconds, Z. */
  readonly createdAt: string;
}

/** An IPAM as the service keeps it. */
export interface StoredIpam extends Stored {
  readonly defaultDiscovery: string;
}

/** A resource discovery as the service keeps it. It finds its owner's resources in its operating regions. */
export interface StoredDiscovery extends Stored {
  /** `system` came with an IPAM. */
  readonly type: "system" | "custom";
  /** Account ids. */
  readonly sharedWith: Set<string>;
}

/** A VPC or vSwitch; a VPC with secondary CIDR blocks has one of these for each block. */
export interface StoredResource {
  readonly id: string;
  readonly name: string;
  readonly type: "VPC" | "VSwitch";
  readonly region: string;
  readonly vpcId: string;
  readonly cidr: string;
  /** The VPC's block that `cidr` lies in. */
  readonly sourceCidr: string;
  /** Addresses. */
  readonly total: number;
  readonly used: number;
  /** ISO 8601, whole seconds, Z. */
  readonly discoveredAt: string;
}

/** An association as lists show it. */
export interface ListedAssociation {
  readonly ipam: StoredIpam;
  readonly discovery: StoredDiscovery;
  readonly ended: boolean;
}

/** One life of an association, ms since 1970. Two that were dissociated and associated again have two. */
interface Life {
  readonly discovery: string;
  readonly since: number;
  until: number;
}

type Options<T> = Partial<Omit<T, "owner" | "region">>;

const longAgo = Number.NEGATIVE_INFINITY;
const standing = Number.POSITIVE_INFINITY;

/**
 * Accounts, IPAMs, discoveries, shares, associations and resources: what the simulator serves, and the builder of it.
 * What is built is seen at once, also while a simulator runs.
 *
 * The service's quotas (one IPAM and one custom discovery per account and region) are left to the builder's user,
 * because tests of scale need more.
 */
export class Organisation {
  readonly accounts: Account[] = [];
  readonly roles: Role[] = [];
  readonly oidcProviders: OidcProvider[] = [];
  readonly #random: (below: number) => number;
  readonly #ipams = new Hosted<StoredIpam>();
  readonly #discoveries = new Hosted<StoredDiscovery>();
  readonly #lives = new Map<string, Life[]>();
  /** By discovery, the IPAMs that it is or was associated with. */
  readonly #watchers = new Map<string, Set<string>>();
  readonly #resources = new Map<string, StoredResource[]>();
  #ids = 0;

  /** @param random a whole number from 0 inclusive to `below` exclusive; keys are made with it */
  constructor(random: (below: number) => number = (below) => randomInt(below)) {
    this.#random = random;
  }

  get ipams(): readonly StoredIpam[] {
    return this.#ipams.all;
  }

  get discoveries(): readonly StoredDiscovery[] {
    return this.#discoveries.all;
  }

  /** Those that a region hosts. */
  ipamsIn(region: string): readonly StoredIpam[] {
    return this.#ipams.in(region);
  }

  /** Those that a region hosts. */
  discoveriesIn(region: string): readonly StoredDiscovery[] {
    return this.#discoveries.in(region);
  }

  ipam(id: string): StoredIpam | undefined {
    return this.#ipams.get(id);
  }

  discovery(id: string): StoredDiscovery | undefined {
    return this.#discoveries.get(id);
  }

  /** Adds an account with the key of a RAM user, which exists only here. */
  addAccount(id: string, name: string): Account {
    if (!/^[1-9]\d{15}$/.test(id) || !Number.isSafeInteger(Number(id))) throw new Error(`No account id: ${id}`);
    const account: Account = { id, name, accessKeys: [], opened: true, denied: new Set() };
    this.accounts.push(account);
    this.addRamUser(account, "network-operator");
    return account;
  }

  /** Adds a key of the account itself. */
  addRootKey({ id }: Account): AccessKey {
    return this.#addKey(id, { type: "Account", name: "root", principalId: id, arn: `acs:ram::${id}:root` });
  }

  /** Adds a RAM user with a key. */
  addRamUser({ id }: Account, name: string): AccessKey {
    const principalId = `2${digits(`${id}/${name}`, 17)}`;
    return this.#addKey(id, { type: "RAMUser", name, principalId, arn: `acs:ram::${id}:user/${name}` });
  }

  /**
   * Adds a role that the account itself trusts, and further ones.
   * @throws Error when the account has a role of that name
   */
  addRole(
    { id }: Account,
    name: string,
    options: {
      readonly trusted?: readonly string[];
      readonly externalId?: string;
      readonly maxSessionSeconds?: number;
    } = {},
  ): Role {
    const arn = `acs:ram::${id}:role/${name}`;
    if (this.roles.some((role) => role.arn === arn)) throw new Error(`There is such a role: ${arn}`);
    const { trusted = [], externalId, maxSessionSeconds = 3600 } = options;
    const role = {
      arn,
      accountId: id,
      name,
      trusted: new Set([`acs:ram::${id}:root`, ...trusted]),
      externalId,
      maxSessionSeconds,
    };
    this.roles.push(role);
    return role;
  }

  /** Adds an OIDC identity provider that has issued no token yet. */
  addOidcProvider({ id }: Account, name: string): OidcProvider {
    const provider = { arn: `acs:ram::${id}:oidc-provider/${name}`, tokens: new Map<string, number>() };
    this.oidcProviders.push(provider);
    return provider;
  }

  /**
   * Adds temporary credentials of a role.
   * @param expiresAt milliseconds since 1970
   */
  addRoleSession({ id }: Pick<Account, "id">, role: string, expiresAt: number, session = "session"): AccessKey {
    const name = `${role}/${session}`;
    const principalId = `3${digits(`${id}/${role}`, 17)}:${session}`;
    const principal = {
      type: "AssumedRoleUser",
      name,
      principalId,
      arn: `acs:ram::${id}:assumed-role/${name}`,
    } as const;
    return this.#addKey(id, principal, expiresAt);
  }

  /** Adds an IPAM; with it come its default discovery and the association of the two. */
  addIpam(
    owner: Account,
    region: Region,
    options: Options<StoredIpam> & { readonly resources?: readonly StoredResource[] } = {},
  ): StoredIpam {
    const { resources, ...given } = options;
    const operatingRegions = given.operatingRegions ?? [region];
    const id = given.id ?? `ipam-${this.#suffix()}`;
    const discovery = this.addDiscovery(owner, region, {
      ...(given.defaultDiscovery && { id: given.defaultDiscovery }),
      ...(given.createdAt && { createdAt: given.createdAt }),
      type: "system",
      operatingRegions,
      ...(resources && { resources }),
    });
    const ipam: StoredIpam = {
      ...this.#stored(owner, region),
      ...given,
      id,
      operatingRegions,
      defaultDiscovery: discovery.id,
    };
    this.#ipams.add(ipam);
    this.associate(ipam, discovery);
    return ipam;
  }

  /** Adds a custom discovery. Resources given here are the owner's, whichever of its discoveries finds them. */
  addDiscovery(
    owner: Account,
    region: Region,
    options: Options<StoredDiscovery> & { readonly resources?: readonly StoredResource[] } = {},
  ): StoredDiscovery {
    const { resources = [], ...given } = options;
    const discovery: StoredDiscovery = {
      ...this.#stored(owner, region),
      id: `ipam-res-disco-${this.#suffix()}`,
      type: "custom",
      sharedWith: new Set(),
      ...given,
    };
    this.#discoveries.add(discovery);
    this.addResources(owner, resources);
    return discovery;
  }

  addResources({ id }: Account, resources: readonly StoredResource[]): void {
    this.#resources.set(id, [...(this.#resources.get(id) ?? []), ...resources]);
  }

  share({ sharedWith }: StoredDiscovery, account: Account): void {
    sharedWith.add(account.id);
  }

  /**
   * Ends a share; the associations that rest on it end with it.
   * @param now ms since 1970
   */
  unshare(discovery: StoredDiscovery, account: Account, now = longAgo): void {
    discovery.sharedWith.delete(account.id);
    for (const { id, owner } of this.#ipams.all) {
      if (owner === account.id) this.setAssociated(id, discovery.id, false, now);
    }
  }

  /**
   * Associates the two as if long ago.
   * @throws Error where the service would never let them be associated
   */
  associate(ipam: StoredIpam, discovery: StoredDiscovery): void {
    if (ipam.region !== discovery.region) throw new Error(`Not hosted in one region: ${ipam.id}, ${discovery.id}`);
    if (ipam.owner !== discovery.owner && !discovery.sharedWith.has(ipam.owner)) {
      throw new Error(`Not shared with the owner of ${ipam.id}: ${discovery.id}`);
    }
    this.setAssociated(ipam.id, discovery.id, true);
  }

  /** Whether the two are associated now, whatever the lists show. */
  isAssociated(ipam: string, discovery: string): boolean {
    return this.#standing(ipam, discovery) !== undefined;
  }

  /** @param now ms since 1970; lists that lag show the change later */
  setAssociated(ipam: string, discovery: string, present: boolean, now = longAgo): void {
    const life = this.#standing(ipam, discovery);
    if (life && !present) life.until = now;
    if (life || !present) return;
    const lives = this.#lives.get(ipam) ?? [];
    lives.push({ discovery, since: now, until: standing });
    this.#lives.set(ipam, lives);
    this.#watchers.set(discovery, (this.#watchers.get(discovery) ?? new Set()).add(ipam));
  }

  /**
   * The associations of an IPAM as they were at a time, with those that had ended by then.
   * @param at ms since 1970
   */
  associationsOf(ipam: StoredIpam, at: number): readonly ListedAssociation[] {
    const latest = new Map<string, Life>();
    for (const life of this.#lives.get(ipam.id) ?? []) if (life.since <= at) latest.set(life.discovery, life);
    return [...latest.values()].flatMap((life) => {
      const discovery = this.#discoveries.get(life.discovery);
      return discovery ? [{ ipam, discovery, ended: life.until <= at }] : [];
    });
  }

  /** The IPAMs of a region that are an account's, and those that are or were associated with a discovery of it. */
  ipamsOfEitherSide({ id }: Account, region: string): readonly StoredIpam[] {
    const watchers = this.discoveriesIn(region)
      .filter(({ owner }) => owner === id)
      .map((discovery) => this.#watchers.get(discovery.id));
    return this.ipamsIn(region).filter((ipam) => ipam.owner === id || watchers.some((ipams) => ipams?.has(ipam.id)));
  }

  /** What a discovery finds in a region. */
  resourcesOf({ owner, operatingRegions }: StoredDiscovery, region: string): readonly StoredResource[] {
    if (!operatingRegions.includes(region)) return [];
    return (this.#resources.get(owner) ?? []).filter((resource) => resource.region === region);
  }

  /** Whether an account may see a discovery: its own, or one shared with it. */
  sees({ id }: Account, discovery: StoredDiscovery): boolean {
    return discovery.owner === id || discovery.sharedWith.has(id);
  }

  /** Deletes an IPAM with its default discovery, or a discovery, and every association of it. */
  remove({ id }: StoredIpam | StoredDiscovery): void {
    const ipam = this.#ipams.get(id);
    if (ipam) this.#discoveries.remove(ipam.defaultDiscovery);
    this.#ipams.remove(id);
    this.#discoveries.remove(id);
    this.#lives.delete(id);
    for (const [other, lives] of this.#lives) {
      this.#lives.set(
        other,
        lives.filter(({ discovery }) => this.#discoveries.has(discovery)),
      );
    }
  }

  #standing(ipam: string, discovery: string): Life | undefined {
    return this.#lives.get(ipam)?.find((life) => life.discovery === discovery && life.until === standing);
  }

  #stored(owner: Account, region: Region): Stored {
    return {
      id: "",
      name: "",
      description: "",
      status: "Created",
      region,
      operatingRegions: [region],
      owner: owner.id,
      resourceGroup: `rg-${idSuffix(`${owner.id}/default`, 15)}`,
      tags: [],
      createdAt: "2025-11-20T08:00:00Z",
    };
  }

  /** Ids follow from the order of building, so that the same test sees the same ones. */
  #suffix(): string {
    this.#ids += 1;
    return idSuffix(String(this.#ids), 18);
  }

  #addKey(accountId: string, principal: Principal, expiresAt?: number): AccessKey {
    const key: AccessKey = {
      accessKeyId: `${expiresAt === undefined ? "LTAI5t" : "STS.N"}${this.#letters(18)}`,
      accessKeySecret: this.#letters(30),
      ...(expiresAt !== undefined && { securityToken: `CAIS${this.#letters(96)}`, expiresAt }),
      accountId,
      principal,
      denied: new Set(),
      inactive: false,
    };
    this.accounts.find(({ id }) => id === accountId)?.accessKeys.push(key);
    return key;
  }

  #letters(count: number): string {
    const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    return Array.from({ length: count }, () => alphabet[this.#random(alphabet.length)]).join("");
  }
}

function digits(seed: string, length: number): string {
  return String(Number.parseInt(idSuffix(seed, 10), 36)).padStart(length, "0");
}
