import { Cloud } from "../../src/alibaba/Cloud.ts";
import type { Transmit } from "../../src/alibaba/Transmit.ts";
import { CredentialRenewals } from "../../src/credentials/CredentialRenewals.ts";
import type { Profile } from "../../src/credentials/Profile.ts";
import { Secret } from "../../src/credentials/Secret.ts";
import { ChangeRunner } from "../../src/ipam/ChangeRunner.ts";
import { commonRegions } from "../../src/ipam/commonRegions.ts";
import { Inventory } from "../../src/ipam/Inventory.ts";
import type { IpamApi } from "../../src/ipam/IpamApi.ts";
import { IpamError } from "../../src/ipam/IpamError.ts";
import { Journal } from "../../src/ipam/Journal.ts";
import { LossWatch, type SeenStore } from "../../src/ipam/LossWatch.ts";
import { OrphanSettler } from "../../src/ipam/OrphanSettler.ts";
import type { JoinedAssociation } from "../../src/ipam/RegionInventory.ts";
import { regionOf } from "../../src/ipam/regions.ts";
import { seenIn, showsAllAssociations } from "../../src/ipam/SeenAssociation.ts";
import type { Actor } from "../../src/ipam/sendChange.ts";
import { type AssociationEnds, associationKey, type Target } from "../../src/ipam/Target.ts";
import { watchJournal } from "../../src/ipam/watchJournal.ts";
import type { Oracle, Witness } from "./invariants.ts";
import type { Plan } from "./Plan.ts";
import { region, type VirtualCloud } from "./VirtualCloud.ts";
import type { VirtualDisk } from "./VirtualDisk.ts";
import { VirtualScreen } from "./VirtualScreen.ts";
import type { VirtualProcess } from "./VirtualTime.ts";

/** The account of each profile. */
const accountOfProfile = [0, 0, 1] as const;

/** What a window needs from the world. */
export interface WindowTools {
  readonly plan: Plan;
  readonly cloud: VirtualCloud;
  readonly disk: VirtualDisk;
  readonly oracle: Oracle;
  readonly process: VirtualProcess;
  readonly random: (below: number) => number;
  /** What windows of this machine keep. */
  readonly store: SeenStore;
  readonly transmitOf: (witness: Witness) => Transmit;
}

/** A window of VS Code with all of the program but its screen, wired as the extension wires it. */
export class VirtualWindow implements Witness {
  readonly name: string;
  readonly process: VirtualProcess;
  readonly profiles: readonly string[];
  readonly runner: ChangeRunner;
  readonly journal: Journal;
  readonly screen: VirtualScreen;
  readonly #tools: WindowTools;
  readonly #settler: OrphanSettler;
  readonly #watch: LossWatch;
  #journalWatch: { dispose(): void } | undefined;
  readonly #apis = new Map<string, IpamApi>();
  readonly #inventories = new Map<string, Inventory>();
  /** By account, the number of the key that this window knows. */
  readonly #keys = [1, 1];
  #ids = 0;

  constructor(name: string, profiles: readonly number[], tools: WindowTools) {
    const { plan, cloud, disk, oracle, process, random, store, transmitOf } = tools;
    this.name = name;
    this.process = process;
    this.profiles = profiles.map(String);
    this.#tools = tools;
    const clock = process;
    const { machine } = process;
    this.#keys = [cloud.keyOf(0), cloud.keyOf(1)];
    oracle.opened(this);
    this.screen = new VirtualScreen(this, oracle);
    const newId = () => {
      this.#ids += 1;
      return `${name}-${this.#ids}`;
    };
    const self = { window: name, pid: process.pid, host: machine.host, boot: process.boot };
    this.journal = new Journal({
      lines: disk.linesOf(process),
      self,
      clock,
      newId,
      isRunning: (pid) => machine.isRunning(pid),
      regionOf,
      onDamage: () => {},
      onUnwritten: (intent) => {
        oracle.keepsUnwritten(intent);
        oracle.say(name, () => `could not write the outcome of ${intent.id}`);
        this.screen.cannotWrite(intent);
      },
    });
    const renewals = new CredentialRenewals({
      load: async ({ id }) => this.#secretOf(id),
      readAnew: async ({ id }) => {
        if (plan.renewsItself) this.#renew(id);
        return this.#secretOf(id);
      },
      ask: async ({ id }) => {
        oracle.say(name, () => `asks for other credentials of profile ${id}`);
        await process.wait(plan.renewal.afterMs);
        if (plan.renewal.answer) this.#renew(id);
        return plan.renewal.answer;
      },
      clock,
    });
    const api = new Cloud({
      settings: () => ({ endpoint: "", requestTimeoutSeconds: 10 }),
      clock,
      random: () => random(1_000) / 1_000,
      userAgent: "",
      transmit: transmitOf(this),
    });
    for (const profile of this.profiles) {
      const account = cloud.accounts[accountOf(profile)]?.id;
      this.#apis.set(
        profile,
        api.ipamApi(async () => this.#secretOf(profile), {
          endpoint: "",
          ...(account !== undefined && { account }),
          renew: (refusal) => renewals.renew(profileOf(profile), refusal),
        }),
      );
    }
    this.runner = new ChangeRunner({
      actorFor: async (target) => this.#actorOf(target.profile),
      clock,
      newClientToken: () => `token-${newId()}`,
      isSeen: (target) => this.#row(target) !== undefined,
      isKnownOwnDefault: (target) => this.#row(target)?.removability === "ownDefault",
      operatingRegionsOf: (target) => {
        const row = this.#row(target);
        return row && commonRegions(row.ipam, row.discovery);
      },
      namesOf: () => ({}),
    });
    this.#settler = new OrphanSettler({
      journal: this.journal,
      clock,
      actorFor: async (intent) => {
        const actor = this.#actorOf(intent.target.profile);
        if (actor.accountId === intent.accountId) return actor;
        throw noAccount();
      },
      onSettled: (intent, settlement) => {
        oracle.settlesOrphan(this, intent, settlement);
        this.screen.settles(intent, settlement);
        this.#readAgain();
      },
      onFailed: () => {},
    });
    this.#watch = new LossWatch({
      store,
      machine: self,
      clock,
      journalOf: async () => this.journal,
      isUnderWay: (ends) => this.runner.isUnderWay(ends),
      onOpen: () => void this.settleOrphans(),
      report: async (loss) => {
        await process.wait(1 + random(500));
        oracle.losesOne(this, loss);
        const { profile, region, lost } = loss;
        this.screen.loses(loss, { profile, region, ipamId: lost.ipamId, discoveryId: lost.discoveryId });
      },
    });
    this.runner.onStep((event) => {
      oracle.steps(this, event);
      this.screen.steps(oracle.runOf(this, event.target), event);
      if (event.step.phase === "idle") this.#watch.lookAgain();
      const { step } = event;
      if ("late" in step && step.late) this.#readAgain();
    });
    for (const profile of this.profiles) this.#show(profile);
  }

  /** What happens when a window opens. */
  open(): void {
    this.#journalWatch = watchJournal(
      async () => this.#tools.disk.size,
      () => this.settleOrphans(),
      this.process,
    );
    this.refresh();
  }

  settleOrphans(): Promise<void> {
    return this.#settler.settle().catch(() => {
      this.#tools.oracle.say(this.name, () => "cannot settle orphans");
    });
  }

  refresh(): void {
    for (const inventory of this.#inventories.values()) void inventory.load();
  }

  /** Shows one profile instead of those shown before, whose readings are cancelled. */
  switchTo(profile: string): void {
    for (const inventory of this.#inventories.values()) inventory.dispose();
    this.#inventories.clear();
    this.#show(profile);
    this.refresh();
  }

  /** Ends it in order; the process goes on for a moment. */
  dispose(): void {
    this.#journalWatch?.dispose();
    this.#watch.dispose();
    this.#settler.dispose();
    this.journal.dispose();
    for (const inventory of this.#inventories.values()) inventory.dispose();
  }

  /** The regions of what may have changed. */
  #readAgain(): void {
    for (const inventory of this.#inventories.values()) void inventory.load([region]);
  }

  /** As after each change: the region is read again, and orphans that stood in its way are settled. */
  ended({ mayHaveChanged, isOrphaned }: { readonly mayHaveChanged: boolean; readonly isOrphaned: boolean }): void {
    if (mayHaveChanged) this.#readAgain();
    if (isOrphaned) void this.settleOrphans();
  }

  #show(profile: string): void {
    const { oracle, process } = this.#tools;
    const self = { host: process.machine.host, boot: process.boot };
    const api = this.#apis.get(profile);
    if (!api) return;
    const inventory = new Inventory(api, [region], () => process.now());
    this.#inventories.set(profile, inventory);
    inventory.onDidChange((changed) => {
      const snapshot = inventory.region(changed);
      this.#watch.look(profile, snapshot);
      if (snapshot.state !== "loaded" || !showsAllAssociations(snapshot.contents)) return;
      const seen = seenIn(snapshot.contents, { ...self, at: 0, elapsed: 0 });
      oracle.watches(
        this,
        seen.map(({ ipamId, discoveryId }): AssociationEnds => ({ region, ipamId, discoveryId })),
      );
      oracle.say(this.name, () => `has read profile ${profile}: ${seen.length} associations`);
    });
  }

  #row(target: Target): JoinedAssociation | undefined {
    const contents = this.#inventories.get(target.profile)?.region(target.region).contents;
    if (!contents) return undefined;
    const key = associationKey(target);
    return [...contents.ipams.flatMap(({ associations }) => associations), ...contents.ownerSide].find(
      (row) => associationKey(row) === key,
    );
  }

  #actorOf(profile: string): Actor {
    const api = this.#apis.get(profile);
    if (!api) throw noAccount();
    const accountId = this.#tools.cloud.accounts[accountOf(profile)]?.id ?? "";
    return { accountId, api, journal: this.journal, endpoint: "" };
  }

  #secretOf(profile: string): Secret {
    const account = accountOf(profile);
    return new Secret(`${account}/${this.#keys[account] ?? 0}`, "secret");
  }

  #renew(profile: string): void {
    const account = accountOf(profile);
    this.#keys[account] = this.#tools.cloud.keyOf(account);
  }
}

function accountOf(profile: string): number {
  return accountOfProfile[Number(profile)] ?? 0;
}

function profileOf(id: string): Profile {
  return { id, name: id, kind: "accessKey", accountId: "", store: "session", addedAt: "2026-01-01T00:00:00Z" };
}

function noAccount(): IpamError {
  return new IpamError({ reason: "credentialsUnavailable", what: "No account.", advice: "", effect: "no" });
}
