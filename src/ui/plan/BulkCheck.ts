import { checkDissociation } from "../../ipam/checkDissociation.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import type { IpamApi } from "../../ipam/IpamApi.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { ResourceCounts } from "../../ipam/ResourceCounts.ts";
import { type Target, targetKey } from "../../ipam/Target.ts";

/** Associations that are looked at at once; each takes three requests, and some more for its resources. */
const atOnce = 4;

interface Ports {
  readonly api: IpamApi;
  readonly counts: ResourceCounts;
  readonly now: () => number;
  readonly newClientToken: () => string;
  readonly onCheck: (check: DissociationCheck) => void;
  readonly onChange: () => void;
}

/** Dry-runs many associations, a few at once, and counts what their IPAMs would lose. */
export class BulkCheck {
  readonly total: number;
  readonly #ports: Ports;
  readonly #profile: string;
  readonly #associations: readonly JoinedAssociation[];
  readonly #cancellation = new AbortController();
  readonly #running = new Set<string>();
  #done = 0;

  constructor(profile: string, associations: readonly JoinedAssociation[], ports: Ports) {
    this.#profile = profile;
    this.#associations = associations;
    this.#ports = ports;
    this.total = associations.length;
  }

  get done(): number {
    return this.#done;
  }

  get isCancelled(): boolean {
    return this.#cancellation.signal.aborted;
  }

  isRunning(target: Target): boolean {
    return this.#running.has(targetKey(target));
  }

  cancel(): void {
    this.#cancellation.abort();
  }

  /** Resolves when all are done or the rest is cancelled; what fails stands in its check. */
  async run(): Promise<void> {
    const left = [...this.#associations];
    const work = async () => {
      for (let next = left.shift(); next && !this.isCancelled; next = left.shift()) await this.#look(next);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  async #look(association: JoinedAssociation): Promise<void> {
    const { region, ipamId, discoveryId } = association;
    const target = { profile: this.#profile, region, ipamId, discoveryId };
    const { signal } = this.#cancellation;
    this.#running.add(targetKey(target));
    this.#ports.onChange();
    try {
      const isKnownOwnDefault = () => association.removability === "ownDefault";
      const [check] = await Promise.all([
        checkDissociation(target, { ...this.#ports, isKnownOwnDefault }, signal),
        // Without a count it stays unknown how much is lost; that hinders nothing.
        this.#ports.counts.count(this.#profile, this.#ports.api, association, { signal }).catch(() => undefined),
      ]);
      this.#done += 1;
      this.#ports.onCheck(check);
    } catch (error) {
      // A check throws for nothing but a cancellation.
      if (!this.isCancelled) throw error;
    } finally {
      this.#running.delete(targetKey(target));
      this.#ports.onChange();
    }
  }
}
