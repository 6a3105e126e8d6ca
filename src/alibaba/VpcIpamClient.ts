import type { Association } from "../ipam/Association.ts";
import type { DiscoveredResource } from "../ipam/DiscoveredResource.ts";
import { distinctResources } from "../ipam/distinctResources.ts";
import type { Ipam } from "../ipam/Ipam.ts";
import type {
  CallOptions,
  ChangeRequest,
  DryRunAnswer,
  IpamApi,
  Receipt,
  ResourceTally,
  SendingOptions,
} from "../ipam/IpamApi.ts";
import { IpamError } from "../ipam/IpamError.ts";
import type { ResourceDiscovery } from "../ipam/ResourceDiscovery.ts";
import type { Region } from "../ipam/regions.ts";
import type { AssociationEnds } from "../ipam/Target.ts";
import { toIpamError } from "../ipam/toIpamError.ts";
import { AnswerReader } from "./AnswerReader.ts";
import { isSuccess } from "./isSuccess.ts";
import type { Answer, Call, OpenApiCaller } from "./OpenApiCaller.ts";
import { SharedTexts } from "./SharedTexts.ts";

const version = "2023-02-28";

/** The largest page the service gives. */
const pageSize = 100;

/** A list longer than this is a fault of the service: 100,000 rows. */
const mostPages = 1000;
/** How often a list is read that changes while it is read. */
const mostReadings = 3;

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
    options: CallOptions = {},
  ): Promise<readonly Ipam[]> {
    const ids = filter.ipamIds ?? [];
    const parameters = Object.fromEntries(ids.map((id, index) => [`IpamIds.${index + 1}`, id]));
    return this.#list("ListIpams", region, parameters, "Ipams", ipamOf(region), ({ ipamId }) => ipamId, options);
  }

  listOwnDiscoveries(region: Region, options: CallOptions = {}): Promise<readonly ResourceDiscovery[]> {
    return this.#listDiscoveries(region, {}, options);
  }

  listSharedDiscoveries(region: Region, options: CallOptions = {}): Promise<readonly ResourceDiscovery[]> {
    return this.#listDiscoveries(region, { IsShared: true }, options);
  }

  listAssociations(
    region: Region,
    filter: { readonly ipamId?: string; readonly discoveryId?: string } = {},
    options: CallOptions = {},
  ): Promise<readonly Association[]> {
    return this.#list(
      "ListIpamResourceDiscoveryAssociations",
      region,
      { IpamId: filter.ipamId, IpamResourceDiscoveryId: filter.discoveryId },
      "IpamResourceDiscoveryAssociations",
      associationOf(region),
      ({ ipamId, discoveryId }) => `${ipamId}/${discoveryId}`,
      options,
    );
  }

  listDiscoveredResources(
    query: {
      readonly region: Region;
      readonly discoveryId: string;
      readonly resourceRegion: string;
      readonly type?: "VPC" | "VSwitch";
    },
    options: CallOptions = {},
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
      // A VPC with secondary CIDR blocks has a row for each.
      ({ resourceId, cidr }) => `${resourceId}/${cidr}`,
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
      return new AnswerReader(await this.#call(action, region, parameters, options), action);
    };
    const page = await ask({ MaxResults: pageSize });
    if (page.text("NextToken") === "") {
      const rows = page.rows("IpamDiscoveredResources").map(discoveredResourceOf);
      return { ...distinctResources(rows), atMost: false };
    }
    const total = async (type: string) => (await ask({ ResourceType: type, MaxResults: 1 })).number("TotalCount");
    const [vpcs, vSwitches] = await Promise.all([total("VPC"), total("VSwitch")]);
    return vpcs === undefined || vSwitches === undefined ? undefined : { vpcs, vSwitches, atMost: true };
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
    options: CallOptions,
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

  /**
   * All pages of a list. Rows that end while the pages are read move the others forward, past the page to come: where
   * the service's count changes or fewer came than it counts, the list is read again.
   */
  async #list<T>(
    action: string,
    region: Region,
    parameters: Parameters,
    rows: string,
    read: (row: AnswerReader) => T,
    key: (value: T) => string,
    options: CallOptions,
  ): Promise<readonly T[]> {
    for (let readings = 1; ; readings += 1) {
      const found = new Map<string, T>();
      const totals = new Set<number | undefined>();
      let pages = 0;
      for await (const answer of this.#pages(action, region, parameters, options)) {
        // A row that stands on two pages, as happens when rows are added meanwhile, is kept once.
        for (const row of answer.rows(rows)) {
          const value = read(row);
          found.set(key(value), value);
        }
        totals.add(answer.number("TotalCount"));
        pages += 1;
      }
      const [total = 0, ...others] = totals;
      if (pages === 1 || (others.length === 0 && found.size >= total)) return [...found.values()];
      if (readings === mostReadings) throw listInMotion(action, region);
    }
  }

  async *#pages(action: string, region: Region, parameters: Parameters, options: CallOptions) {
    const tokens = new Set<string>();
    const shared = new SharedTexts();
    for (let nextToken: string | undefined; ; ) {
      const page = { ...parameters, MaxResults: pageSize, NextToken: nextToken };
      const answer = new AnswerReader(await this.#call(action, region, page, options), action, shared);
      yield answer;
      nextToken = answer.text("NextToken");
      if (nextToken === "") return;
      if (tokens.has(nextToken) || tokens.size >= mostPages) throw endlessList(action, region);
      tokens.add(nextToken);
    }
  }

  async #change(action: string, request: ChangeRequest, options: SendingOptions): Promise<Receipt> {
    const { region } = request;
    const parameters = { RegionId: region, ...changeParameters(request) };
    const answer = await this.#caller.call(
      { product: "vpcipam", version, action, region, parameters, mayChange: true },
      options,
    );
    return { requestId: new AnswerReader(answer, action).text("RequestId") };
  }

  /** The service says "would succeed" by failing with the code DryRunOperation. */
  async #dryRun(action: string, request: ChangeRequest, options: SendingOptions): Promise<DryRunAnswer> {
    const { region } = request;
    const parameters = { RegionId: region, ...changeParameters(request), DryRun: true };
    let answer: Answer;
    try {
      answer = await this.#caller.call(
        { product: "vpcipam", version, action, region, parameters, mayChange: true, finalIfAccepted: true },
        options,
      );
    } catch (thrown) {
      const error = toIpamError(thrown);
      const { code, httpStatus, requestId = "" } = error.detail;
      if (code === "DryRunOperation") return { outcome: "passed", requestId };
      if (isSuccess(httpStatus)) return { outcome: "changed", requestId, unreadable: error };
      throw error;
    }
    try {
      return { outcome: "changed", requestId: new AnswerReader(answer, action).text("RequestId") };
    } catch (thrown) {
      return { outcome: "changed", requestId: "", unreadable: toIpamError(thrown) };
    }
  }

  #call(action: string, region: Region, parameters: Parameters, { signal, background }: CallOptions) {
    return this.#caller.call(
      { product: "vpcipam", version, action, region, parameters: { RegionId: region, ...parameters }, background },
      { signal },
    );
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

function listInMotion(action: string, region: string): IpamError {
  return new IpamError({
    reason: "busy",
    what: "The list of {action} kept changing while it was read.",
    advice: "Wait a little and try again.",
    action,
    region,
    effect: "no",
  });
}

function endlessList(action: string, region: string): IpamError {
  return new IpamError({
    reason: "badAnswer",
    what: "The pages of {action} do not come to an end.",
    advice: "Try again; if it stays, show the log and report it.",
    action,
    region,
    effect: "no",
  });
}
