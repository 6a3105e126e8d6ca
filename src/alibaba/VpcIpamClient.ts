import type { Association } from "../ipam/Association.ts";
import type { DiscoveredResource } from "../ipam/DiscoveredResource.ts";
import { distinctResources } from "../ipam/distinctResources.ts";
import type { Ipam } from "../ipam/Ipam.ts";
import type {
  CallOptions,
  ChangeRequest,
  DryRunAnswer,
  IpamApi,
  ListOptions,
  Receipt,
  ResourceTally,
  SendingOptions,
} from "../ipam/IpamApi.ts";
import type { ResourceDiscovery } from "../ipam/ResourceDiscovery.ts";
import type { Region } from "../ipam/regions.ts";
import type { AssociationEnds } from "../ipam/Target.ts";
import { toIpamError } from "../ipam/toIpamError.ts";
import { AnswerReader } from "./AnswerReader.ts";
import { dryRunPassed, saysDryRunPassed } from "./dryRunPassed.ts";
import { isSuccess } from "./isSuccess.ts";
import type { Answer, Call, OpenApiCaller } from "./OpenApiCaller.ts";
import { type ReadListOptions, readList, readPage } from "./readList.ts";

const version = "2023-02-28";

/** The largest page the service gives. */
const pageSize = 100;

/** The parameters of a call, without its region. */
type Parameters = Call["parameters"];

/** VPC IPAM (product VpcIpam, version 2023-02-28) with one set of credentials. */
export class VpcIpamClient implements IpamApi {
  readonly #caller: OpenApiCaller;

  constructor(caller: OpenApiCaller) {
    this.#caller = caller;
  }

  listIpams(
    region: Region,
    filter: { readonly ipamIds?: readonly string[] } = {},
    options: ListOptions = {},
  ): Promise<readonly Ipam[]> {
    const ids = filter.ipamIds ?? [];
    const parameters = Object.fromEntries(ids.map((id, index) => [`IpamIds.${index + 1}`, id]));
    return this.#list("ListIpams", region, parameters, "Ipams", ipamOf(region), ({ ipamId }) => ipamId, options);
  }

  listOwnDiscoveries(region: Region, options: ListOptions = {}): Promise<readonly ResourceDiscovery[]> {
    return this.#listDiscoveries(region, {}, options);
  }

  listSharedDiscoveries(region: Region, options: ListOptions = {}): Promise<readonly ResourceDiscovery[]> {
    return this.#listDiscoveries(region, { IsShared: true }, options);
  }

  listAssociations(
    region: Region,
    filter: { readonly ipamId?: string; readonly discoveryId?: string } = {},
    options: ListOptions = {},
  ): Promise<readonly Association[]> {
    const { ipamId, discoveryId } = filter;
    return this.#list(
      "ListIpamResourceDiscoveryAssociations",
      region,
      { IpamId: ipamId, IpamResourceDiscoveryId: discoveryId },
      "IpamResourceDiscoveryAssociations",
      associationOf(region),
      // One that has ended does not take the place of one that was made again.
      (row) => `${row.ipamId}/${row.discoveryId}/${row.status === "Deleted"}`,
      // Whoever asks about one association asks whether it is still there.
      { ...options, lastDecides: ipamId !== undefined && discoveryId !== undefined },
    );
  }

  listDiscoveredResources(
    query: {
      readonly region: Region;
      readonly discoveryId: string;
      readonly resourceRegion: string;
      readonly type?: "VPC" | "VSwitch";
    },
    options: ListOptions = {},
  ): Promise<readonly DiscoveredResource[]> {
    return this.#list(
      "ListIpamDiscoveredResource",
      query.region,
      {
        IpamResourceDiscoveryId: query.discoveryId,
        ResourceRegionId: query.resourceRegion,
        ResourceType: query.type,
      },
      "IpamDiscoveredResources",
      discoveredResourceOf,
      blockKey,
      options,
    );
  }

  async countDiscoveredResources(
    query: { readonly region: Region; readonly discoveryId: string; readonly resourceRegion: string },
    options: CallOptions = {},
  ): Promise<ResourceTally | undefined> {
    const action = "ListIpamDiscoveredResource";
    const { region, discoveryId, resourceRegion } = query;
    const ask = async (rest: Parameters) => {
      const parameters = { IpamResourceDiscoveryId: discoveryId, ResourceRegionId: resourceRegion, ...rest };
      const answer = new AnswerReader(
        await this.#call(action, region, parameters, { ...options, isCount: true }),
        action,
      );
      return readPage(answer, "IpamDiscoveredResources");
    };
    const page = await ask({ MaxResults: pageSize });
    const resources = page.rows.map(discoveredResourceOf);
    const seen = distinctResources(resources);
    if (page.nextToken === undefined) {
      const most = Math.max(page.count ?? 0, page.total ?? 0);
      if (most <= new Set(resources.map(blockKey)).size) return { ...seen, atMost: false };
      // It counts more than it shows, or shows a row twice: reading the list as such tells whether that stays.
      return { ...distinctResources(await this.listDiscoveredResources(query, options)), atMost: false };
    }
    const total = async (type: string) => {
      const { rows, total: told, nextToken } = await ask({ ResourceType: type, MaxResults: 1 });
      // A count of the page instead of the list says nothing.
      const isOfPage = told !== undefined && nextToken !== undefined && told <= rows.length;
      return isOfPage ? undefined : told;
    };
    const [vpcs, vSwitches] = await Promise.all([total("VPC"), total("VSwitch")]);
    if (vpcs === undefined || vSwitches === undefined) return undefined;
    // "At most" is no truth where its own first page shows more.
    if (vpcs < seen.vpcs || vSwitches < seen.vSwitches) return undefined;
    return { vpcs, vSwitches, atMost: true };
  }

  async isServiceOpened(region: Region, options: CallOptions = {}): Promise<boolean> {
    const action = "GetVpcIpamServiceStatus";
    return new AnswerReader(await this.#call(action, region, {}, options), action).boolean("Enabled");
  }

  dryRunDissociate(request: ChangeRequest, options: SendingOptions = {}): Promise<DryRunAnswer> {
    return this.#dryRun("DissociateIpamResourceDiscovery", request, options);
  }

  dissociate(request: ChangeRequest, options: SendingOptions = {}): Promise<Receipt> {
    return this.#change("DissociateIpamResourceDiscovery", request, options);
  }

  dryRunAssociate(request: ChangeRequest, options: SendingOptions = {}): Promise<DryRunAnswer> {
    return this.#dryRun("AssociateIpamResourceDiscovery", request, options);
  }

  associate(request: ChangeRequest, options: SendingOptions = {}): Promise<Receipt> {
    return this.#change("AssociateIpamResourceDiscovery", request, options);
  }

  #listDiscoveries(
    region: Region,
    parameters: Parameters,
    options: ListOptions,
  ): Promise<readonly ResourceDiscovery[]> {
    return this.#list(
      "ListIpamResourceDiscoveries",
      region,
      parameters,
      "IpamResourceDiscoveries",
      discoveryOf(region),
      ({ discoveryId }) => discoveryId,
      options,
    );
  }

  #list<T>(
    action: string,
    region: Region,
    parameters: Parameters,
    rows: string,
    read: (row: AnswerReader) => T,
    key: (value: T) => string,
    options: ListOptions & ReadListOptions,
  ): Promise<readonly T[]> {
    const ask = (nextToken: string | undefined) =>
      this.#call(action, region, { ...parameters, MaxResults: pageSize, NextToken: nextToken }, options);
    return readList({ action, region, rows, read, key, ask }, options);
  }

  async #change(action: string, request: ChangeRequest, options: SendingOptions): Promise<Receipt> {
    const answer = await this.#send(action, request, changeParameters(request), options);
    return { requestId: new AnswerReader(answer, action).requestId() };
  }

  /** The service says "would succeed" by failing with the code DryRunOperation: the code decides, whatever the status. */
  async #dryRun(action: string, request: ChangeRequest, options: SendingOptions): Promise<DryRunAnswer> {
    let answer: Answer;
    try {
      answer = await this.#send(action, request, { ...changeParameters(request), DryRun: true }, options);
    } catch (thrown) {
      const error = toIpamError(thrown);
      const { code, httpStatus } = error.detail;
      const requestId = error.detail.requestId || undefined;
      if (code === dryRunPassed) return { outcome: "passed", requestId };
      if (isSuccess(httpStatus)) return { outcome: "changed", requestId, unreadable: error };
      throw error;
    }
    const outcome = saysDryRunPassed(answer) ? "passed" : "changed";
    try {
      return { outcome, requestId: new AnswerReader(answer, action).requestId() };
    } catch (thrown) {
      if (outcome === "passed") return { outcome, requestId: undefined };
      return { outcome, requestId: undefined, unreadable: toIpamError(thrown) };
    }
  }

  #send(action: string, { region }: ChangeRequest, parameters: Parameters, options: SendingOptions): Promise<Answer> {
    const { signal, beforeSend, onLeft, onHeldBack } = options;
    return this.#caller.call(
      {
        ...{ product: "vpcipam", version, action, region },
        parameters: { RegionId: region, ...parameters },
        mayChange: true,
        ...(parameters["DryRun"] === true && { finalIfAccepted: true }),
      },
      { signal, beforeSend, onLeft, onHeldBack },
    );
  }

  #call(
    action: string,
    region: Region,
    parameters: Parameters,
    { signal, background, isCount }: CallOptions & Pick<Call, "isCount">,
  ) {
    const call = { product: "vpcipam", version, action, region, background, isCount } as const;
    return this.#caller.call({ ...call, parameters: { RegionId: region, ...parameters } }, { signal });
  }
}

function changeParameters({ ipamId, discoveryId, clientToken }: AssociationEnds & { clientToken: string }): Parameters {
  return { IpamId: ipamId, IpamResourceDiscoveryId: discoveryId, ClientToken: clientToken };
}

function ipamOf(region: Region): (row: AnswerReader) => Ipam {
  return (row) => ({
    ipamId: row.id("IpamId"),
    name: row.text("IpamName"),
    description: row.text("IpamDescription"),
    status: row.text("IpamStatus"),
    region,
    operatingRegions: row.texts("OperatingRegionList"),
    ownerId: row.text("OwnerId"),
    createdAt: row.text("CreateTime"),
    resourceGroupId: row.text("ResourceGroupId"),
    defaultDiscoveryId: row.text("DefaultResourceDiscoveryId"),
    defaultAssociationId: row.text("DefaultResourceDiscoveryAssociationId"),
    associationCount: row.number("ResourceDiscoveryAssociationCount"),
    scopeCount: row.number("ScopeCount"),
    tags: row.tags("Tags"),
  });
}

function discoveryOf(region: Region): (row: AnswerReader) => ResourceDiscovery {
  return (row) => ({
    discoveryId: row.id("IpamResourceDiscoveryId"),
    name: row.text("IpamResourceDiscoveryName"),
    description: row.text("IpamResourceDiscoveryDescription"),
    status: row.text("IpamResourceDiscoveryStatus"),
    type: row.text("Type"),
    shareType: row.text("ShareType"),
    ownerId: row.text("OwnerId"),
    region,
    operatingRegions: row.texts("OperatingRegionList"),
    createdAt: row.text("CreateTime"),
    resourceGroupId: row.text("ResourceGroupId"),
    tags: row.tags("Tags"),
  });
}

function associationOf(region: Region): (row: AnswerReader) => Association {
  return (row) => ({
    region,
    ipamId: row.id("IpamId"),
    discoveryId: row.id("IpamResourceDiscoveryId"),
    discoveryOwnerId: row.text("IpamResourceDiscoveryOwnerId"),
    discoveryType: row.text("IpamResourceDiscoveryType"),
    discoveryStatus: row.text("IpamResourceDiscoveryStatus"),
    status: row.text("Status"),
  });
}

/** A VPC with secondary CIDR blocks has a row for each. */
function blockKey({ resourceId, cidr }: DiscoveredResource): string {
  return `${resourceId}/${cidr}`;
}

function discoveredResourceOf(row: AnswerReader): DiscoveredResource {
  return {
    discoveryId: row.text("IpamResourceDiscoveryId"),
    resourceId: row.id("ResourceId"),
    name: row.text("ResourceName"),
    type: row.text("ResourceType"),
    region: row.text("ResourceRegionId"),
    ownerId: row.text("ResourceOwnerId"),
    vpcId: row.text("VpcId"),
    cidr: row.text("Cidr"),
    ipUsage: row.text("IpUsage"),
    discoveredAt: row.text("DiscoveryTime"),
  };
}
