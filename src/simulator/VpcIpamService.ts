import { regionOf } from "../ipam/regions.ts";
import type { AccessKey } from "./AccessKey.ts";
import { ApiFault } from "./ApiFault.ts";
import { accessDenied } from "./accessDenied.ts";
import { associationRow } from "./associationRow.ts";
import type { Assumptions } from "./assumptions.ts";
import { ClientTokens } from "./ClientTokens.ts";
import { discoveryRow } from "./discoveryRow.ts";
import { ipamRow } from "./ipamRow.ts";
import { NextTokens } from "./NextTokens.ts";
import type { Account, ListedAssociation, Organisation, StoredDiscovery, StoredIpam } from "./Organisation.ts";
import { Parameters, type TagFilter } from "./Parameters.ts";
import { resourceRow } from "./resourceRow.ts";

/** An answer's fields, without its RequestId. */
export type AnswerFields = Readonly<Record<string, unknown>>;

/** What a request came to: its answer, and whether it changed anything. */
export interface ServiceAnswer {
  readonly fields: AnswerFields;
  readonly effect: boolean;
}

/** What the service works with. */
export interface ServiceTools {
  readonly organisation: Organisation;
  readonly now: () => number;
  readonly assumptions: Assumptions;
  /** How long after a change lists still show what was before. */
  readonly visibilityDelayMs: number;
}

/** A request that passed the gateway. */
interface Call {
  readonly action: string;
  readonly region: string;
  readonly account: Account;
  readonly parameters: Parameters;
}

/** The actions of VPC IPAM 2023-02-28 that the extension uses, over an organisation. */
export class VpcIpamService {
  readonly #tools: ServiceTools;
  readonly #organisation: Organisation;
  readonly #nextTokens: NextTokens;
  readonly #clientTokens: ClientTokens;

  constructor(tools: ServiceTools) {
    this.#tools = tools;
    this.#organisation = tools.organisation;
    this.#nextTokens = new NextTokens(tools.now, tools.assumptions.nextTokenLifetimeMs);
    this.#clientTokens = new ClientTokens(tools.now, tools.assumptions);
  }

  /** @throws ApiFault */
  answer(action: string, values: ReadonlyMap<string, string>, account: Account, key: AccessKey): ServiceAnswer {
    const parameters = new Parameters(values);
    const region = parameters.required("RegionId");
    if (!regionOf(region)) {
      throw new ApiFault(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.");
    }
    // An action may have the name of something that every object has.
    const act = Object.hasOwn(this.#actions, action) ? this.#actions[action] : undefined;
    if (!act) throw new ApiFault(404, "InvalidApi.NotFound", "Specified api is not found.");
    const ramAction = `vpc:${action}`;
    const asksRam = values.get("DryRun") !== "true" || this.#tools.assumptions.dryRunChecksRam;
    if (asksRam && (account.denied.has(ramAction) || key.denied.has(ramAction))) throw accessDenied(ramAction, key);
    return act({ action, region, account, parameters });
  }

  readonly #actions: Readonly<Record<string, (call: Call) => ServiceAnswer>> = {
    ListIpams: (call) => this.#listIpams(call),
    ListIpamResourceDiscoveries: (call) => this.#listDiscoveries(call),
    ListIpamResourceDiscoveryAssociations: (call) => this.#listAssociations(call),
    ListIpamDiscoveredResource: (call) => this.#listResources(call),
    GetVpcIpamServiceStatus: (call) => this.#serviceStatus(call),
    DissociateIpamResourceDiscovery: (call) => this.#change(call, false),
    AssociateIpamResourceDiscovery: (call) => this.#change(call, true),
  };

  #listIpams(call: Call): ServiceAnswer {
    const { parameters, region, account } = call;
    const ids = parameters.list("IpamIds", 100);
    const name = parameters.text("IpamName", 128);
    const matches = storedFilter(parameters, ids, name);
    const ipams = this.#organisation.ipamsIn(region).filter((ipam) => ipam.owner === account.id && matches(ipam));
    return this.#page("Ipams", ipams, call, (ipam) =>
      ipamRow(ipam, this.#associationsOf(ipam).filter(({ ended }) => !ended).length),
    );
  }

  #listDiscoveries(call: Call): ServiceAnswer {
    const { parameters, region, account } = call;
    const ids = parameters.list("IpamResourceDiscoveryIds", 100);
    const name = parameters.text("IpamResourceDiscoveryName", 128);
    const type = parameters.oneOf("Type", ["system", "custom"]);
    const shared = parameters.boolean("IsShared");
    const withShared = shared ?? this.#tools.assumptions.listWithoutIsSharedIncludesShared;
    const matches = storedFilter(parameters, ids, name);
    const discoveries = this.#organisation
      .discoveriesIn(region)
      .filter(
        (discovery) =>
          (discovery.owner === account.id ? shared !== true : withShared && discovery.sharedWith.has(account.id)) &&
          (type === undefined || discovery.type === type) &&
          matches(discovery),
      );
    return this.#page("IpamResourceDiscoveries", discoveries, call, (discovery) => discoveryRow(discovery, account.id));
  }

  #listAssociations(call: Call): ServiceAnswer {
    const { parameters, region, account } = call;
    const { associationsListedForBothSides, endedAssociationsListed } = this.#tools.assumptions;
    const ipamId = parameters.text("IpamId");
    const discoveryId = parameters.text("IpamResourceDiscoveryId");
    const associations = this.#organisation
      .ipamsOfEitherSide(account, region)
      .filter((ipam) => ipamId === undefined || ipam.id === ipamId)
      .flatMap((ipam) => this.#associationsOf(ipam))
      .filter(
        ({ ipam, discovery, ended }) =>
          (ipam.owner === account.id || (associationsListedForBothSides && discovery.owner === account.id)) &&
          (discoveryId === undefined || discovery.id === discoveryId) &&
          (endedAssociationsListed || !ended),
      );
    return this.#page("IpamResourceDiscoveryAssociations", associations, call, associationRow);
  }

  #listResources(call: Call): ServiceAnswer {
    const { parameters, account } = call;
    const id = parameters.required("IpamResourceDiscoveryId", "MissingParam.");
    const resourceRegion = parameters.required("ResourceRegionId", "MissingParam.");
    const type = parameters.oneOf("ResourceType", ["VPC", "VSwitch"]);
    const discovery = this.#visibleDiscovery(id, call);
    if (account.opened && !discovery) throw notFound("IpamResourceDiscovery");
    const { onlyOperatingRegionsHaveResources } = this.#tools.assumptions;
    if (onlyOperatingRegionsHaveResources && discovery && !discovery.operatingRegions.includes(resourceRegion)) {
      throw new ApiFault(400, "IllegalParam.ResourceRegion", "The specified ResourceRegionId is invalid.");
    }
    const resources = discovery ? this.#organisation.resourcesOf(discovery, resourceRegion) : [];
    return this.#page(
      "IpamDiscoveredResources",
      resources.filter((resource) => type === undefined || resource.type === type),
      call,
      (resource) => (discovery ? resourceRow(resource, discovery) : {}),
    );
  }

  #serviceStatus({ parameters, account }: Call): ServiceAnswer {
    parameters.text("ClientToken");
    parameters.refuseUnknown();
    return { fields: { Enabled: account.opened }, effect: false };
  }

  #change(call: Call, present: boolean): ServiceAnswer {
    const { action, parameters, region, account } = call;
    const ipamId = parameters.required("IpamId");
    const discoveryId = parameters.required("IpamResourceDiscoveryId");
    const dryRun = parameters.boolean("DryRun") ?? false;
    const token = parameters.text("ClientToken");
    parameters.refuseUnknown();
    const { dryRunChecksAssociation, dryRunKeepsClientToken } = this.#tools.assumptions;
    const request = JSON.stringify([action, region, ipamId, discoveryId, dryRun]);
    const isReplay = token !== undefined && this.#clientTokens.isReplay(account.id, token, request);
    if (isReplay && !dryRun) return { fields: {}, effect: false };
    const [ipam, discovery] = this.#ends(ipamId, discoveryId, call);
    if (!dryRun || dryRunChecksAssociation) this.#checkChange(ipam, discovery, present);
    if (token !== undefined && (!dryRun || dryRunKeepsClientToken)) {
      this.#clientTokens.remember(account.id, token, request);
    }
    if (dryRun) throw new ApiFault(400, "DryRunOperation", "Request validation has been passed with DryRun flag set.");
    this.#organisation.setAssociated(ipamId, discoveryId, present, this.#tools.now());
    return { fields: {}, effect: true };
  }

  /**
   * The two ends of an association. The discovery's owner may act on it too, though the IPAM is not in the owner's list.
   */
  #ends(ipamId: string, discoveryId: string, call: Call): readonly [StoredIpam, StoredDiscovery] {
    const { region, account } = call;
    const ipam = this.#organisation.ipam(ipamId);
    const discovery = this.#visibleDiscovery(discoveryId, call);
    const sharedToIpam = ipam && discovery?.owner === account.id && discovery.sharedWith.has(ipam.owner);
    if (!ipam || ipam.region !== region || (ipam.owner !== account.id && !sharedToIpam)) throw notFound("Ipam");
    if (!discovery) throw notFound("IpamResourceDiscovery");
    return [ipam, discovery];
  }

  #checkChange(ipam: StoredIpam, discovery: StoredDiscovery, present: boolean): void {
    const associated = this.#organisation.isAssociated(ipam.id, discovery.id);
    if (present && associated) {
      throw new ApiFault(
        400,
        "OperationDenied.ResourceDiscoveryAlreadyAssociated",
        "The operation is not allowed because the resource discovery is associated with the ipam already.",
      );
    }
    if (!present && !associated) throw notFound("ResourceDiscoveryAssociation");
    // Another account's default discovery may go; only the IPAM's own one stays.
    if (!present && ipam.defaultDiscovery === discovery.id) {
      throw new ApiFault(
        400,
        "OperationDenied.DissociateSelfSystemIpamResourceDiscovery",
        "The operation is not allowed because the default resource discovery of the ipam cannot be dissociated.",
      );
    }
    const { discoveryInMotionRefusesChanges } = this.#tools.assumptions;
    if (discoveryInMotionRefusesChanges && ["Creating", "Modifying", "Deleting"].includes(discovery.status)) {
      throw new ApiFault(
        400,
        "IncorrectStatus.IpamResourceDiscovery",
        `The operation is not allowed because the resource discovery is ${discovery.status}.`,
      );
    }
  }

  #visibleDiscovery(id: string, { region, account }: Call): StoredDiscovery | undefined {
    const discovery = this.#organisation.discovery(id);
    return discovery?.region === region && this.#organisation.sees(account, discovery) ? discovery : undefined;
  }

  #associationsOf(ipam: StoredIpam): readonly ListedAssociation[] {
    return this.#organisation.associationsOf(ipam, this.#tools.now() - this.#tools.visibilityDelayMs);
  }

  #page<T>(
    name: string,
    rows: readonly T[],
    { action, account, parameters }: Call,
    toRow: (row: T) => AnswerFields,
  ): ServiceAnswer {
    const size = parameters.integer("MaxResults", 1, 100, 10);
    const list = `${account.id} ${action} ${parameters.query}`;
    const start = this.#nextTokens.start(parameters.nextToken(), list);
    parameters.refuseUnknown();
    const { unopenedServiceListsEmpty, serviceNotOpenedCode } = this.#tools.assumptions;
    if (!account.opened && !unopenedServiceListsEmpty) {
      throw new ApiFault(400, serviceNotOpenedCode, "The account has not activated the IPAM service.");
    }
    const all = account.opened ? rows : [];
    const shown = all.slice(start, start + size);
    const end = start + shown.length;
    const fields = {
      [name]: shown.map(toRow),
      Count: shown.length,
      MaxResults: size,
      NextToken: end < all.length ? this.#nextTokens.issue(end, list) : "",
      TotalCount: all.length,
    };
    return { fields, effect: false };
  }
}

/** The filters that ListIpams and ListIpamResourceDiscoveries have in common. */
function storedFilter(
  parameters: Parameters,
  ids: readonly string[],
  name: string | undefined,
): (stored: StoredIpam | StoredDiscovery) => boolean {
  const group = parameters.text("ResourceGroupId");
  const tags = parameters.tags("Tags");
  return (stored) =>
    (ids.length === 0 || ids.includes(stored.id)) &&
    (name === undefined || stored.name === name) &&
    (group === undefined || stored.resourceGroup === group) &&
    tags.every((tag) => hasTag(stored, tag));
}

function hasTag({ tags }: StoredIpam | StoredDiscovery, { key, value }: TagFilter): boolean {
  return tags.some((tag) => tag.Key === key && (value === undefined || tag.Value === value));
}

function notFound(what: "Ipam" | "IpamResourceDiscovery" | "ResourceDiscoveryAssociation"): ApiFault {
  return new ApiFault(400, `ResourceNotFound.${what}`, `The specified resource of ${what} is not found.`);
}
