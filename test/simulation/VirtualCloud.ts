import type { Credentials } from "../../src/alibaba/Credentials.ts";
import type { Answer, Call } from "../../src/alibaba/OpenApiCaller.ts";
import type { AssociationEnds } from "../../src/ipam/Target.ts";
import { ApiFault } from "../../src/simulator/ApiFault.ts";
import { assumptions } from "../../src/simulator/assumptions.ts";
import { type Account, Organisation, type StoredDiscovery, type StoredIpam } from "../../src/simulator/Organisation.ts";
import { VpcIpamService } from "../../src/simulator/VpcIpamService.ts";
import type { Plan } from "./Plan.ts";
import type { Timeline } from "./VirtualTime.ts";

/** The region of everything in a history. */
export const region = "cn-hangzhou";

/** An answer of the service. */
export interface CloudReply {
  readonly status: number;
  readonly body: Answer;
  readonly effect: boolean;
}

/** The service with its accounts: one owns an IPAM, the other shares two discoveries with it. */
export class VirtualCloud {
  readonly organisation: Organisation;
  readonly ipam: StoredIpam;
  /** The discoveries that can be removed from the IPAM. */
  readonly discoveries: readonly StoredDiscovery[];
  readonly accounts: readonly Account[];
  readonly #service: VpcIpamService;
  /** By account, the number of the key that is good. */
  readonly #keys: number[];
  #requests = 0;

  constructor(plan: Plan, timeline: Timeline, random: (below: number) => number) {
    const organisation = new Organisation(() => 7);
    const owner = organisation.addAccount("1234567890123456", "network");
    const other = organisation.addAccount("2234567890123456", "branch");
    this.accounts = [owner, other];
    this.#keys = this.accounts.map(() => 1);
    this.ipam = organisation.addIpam(owner, region, { id: "ipam-1", defaultDiscovery: "ipam-res-disco-default" });
    const shared = ["ipam-res-disco-0", "ipam-res-disco-1"].map((id) =>
      organisation.addDiscovery(other, region, { id }),
    );
    for (const discovery of shared) organisation.share(discovery, owner);
    this.discoveries = [...shared, organisation.addDiscovery(owner, region, { id: "ipam-res-disco-2" })];
    for (const discovery of this.discoveries) organisation.associate(this.ipam, discovery);
    this.organisation = organisation;
    const { lagMs, lagsEvenly, dryRunChecksAssociation, dryRunKeepsClientToken } = plan;
    this.#service = new VpcIpamService({
      organisation,
      now: () => timeline.now,
      assumptions: { ...assumptions, dryRunChecksAssociation, dryRunKeepsClientToken },
      // Asked with each request, so that one reading may lag more than the next.
      get visibilityDelayMs() {
        return lagsEvenly || lagMs === 0 ? lagMs : random(lagMs);
      },
    });
  }

  endsOf(association: number): AssociationEnds {
    const discovery = this.discoveries[association % this.discoveries.length];
    return { region, ipamId: this.ipam.id, discoveryId: discovery?.id ?? "" };
  }

  isAssociated(discoveryId: string): boolean {
    return this.organisation.isAssociated(this.ipam.id, discoveryId);
  }

  /** The number of the key of an account that is good. */
  keyOf(account: number): number {
    return this.#keys[account] ?? 0;
  }

  rotateKey(account: number): void {
    this.#keys[account] = this.keyOf(account) + 1;
  }

  newRequestId(): string {
    this.#requests += 1;
    return `REQUEST-${this.#requests}`;
  }

  /** @param ignoreDryRun carries a dry run out as if it were the change */
  answer({ action, parameters }: Call, credentials: Credentials | undefined, ignoreDryRun: boolean): CloudReply {
    const requestId = this.newRequestId();
    const [account = "", key = ""] = (credentials?.accessKeyId ?? "").split("/");
    const caller = this.accounts[Number(account)];
    const [accessKey] = caller?.accessKeys ?? [];
    if (!caller || !accessKey || Number(key) !== this.keyOf(Number(account))) {
      return refusal(400, "InvalidSecurityToken.Expired", requestId);
    }
    const values = new Map<string, string>();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== undefined && !(ignoreDryRun && name === "DryRun")) values.set(name, String(value));
    }
    try {
      const { fields, effect } = this.#service.answer(action, values, caller, accessKey);
      return { status: 200, body: { RequestId: requestId, ...fields }, effect };
    } catch (thrown) {
      if (thrown instanceof ApiFault) return refusal(thrown.status, thrown.code, requestId);
      throw thrown;
    }
  }

  /** What a list of associations shows, of each association that it could show. */
  readsOf({ parameters }: Call, body: Answer): readonly (readonly [AssociationEnds, boolean])[] {
    const rows = body["IpamResourceDiscoveryAssociations"];
    if (!Array.isArray(rows)) return [];
    const shown = new Set(rows.map((row: Answer) => row["IpamResourceDiscoveryId"]));
    const asked = parameters["IpamResourceDiscoveryId"];
    return this.discoveries
      .filter(({ id }) => asked === undefined || asked === id)
      .map(({ id }) => [{ region, ipamId: this.ipam.id, discoveryId: id }, shown.has(id)] as const);
  }
}

function refusal(status: number, code: string, requestId: string): CloudReply {
  return { status, body: { Code: code, Message: code, RequestId: requestId }, effect: false };
}
