/** Answers of the API as the service gives them: what mutations start from. */
export const wireAnswers = {
  ListIpams: {
    RequestId: "F28A239E-F88D-5C1F-9F2A-0A1C5DAB6A2E",
    Count: 1,
    MaxResults: 100,
    NextToken: "",
    TotalCount: 1,
    Ipams: [
      {
        IpamId: "ipam-a1",
        IpamName: "hub",
        IpamDescription: "Plans 10.0.0.0/10",
        IpamStatus: "Created",
        OperatingRegionList: ["cn-hangzhou", "cn-shanghai"],
        OwnerId: 1203715520147781,
        CreateTime: "2025-03-11T02:14:37Z",
        ResourceGroupId: "rg-1",
        DefaultResourceDiscoveryId: "ipam-res-disco-d1",
        DefaultResourceDiscoveryAssociationId: "ipam-res-disco-assoc-1",
        ResourceDiscoveryAssociationCount: 2,
        ScopeCount: 2,
        Tags: [{ Key: "team", Value: "network" }],
      },
    ],
  },
  ListIpamResourceDiscoveries: {
    RequestId: "B1C2",
    Count: 1,
    MaxResults: 100,
    NextToken: "",
    TotalCount: 1,
    IpamResourceDiscoveries: [
      {
        IpamResourceDiscoveryId: "ipam-res-disco-s1",
        IpamResourceDiscoveryName: "payments",
        IpamResourceDiscoveryDescription: "Card cells",
        IpamResourceDiscoveryStatus: "Created",
        Type: "custom",
        ShareType: "Shared",
        OwnerId: 1882009915530042,
        OperatingRegionList: ["cn-hangzhou"],
        CreateTime: "2025-04-02T06:51:09Z",
        ResourceGroupId: "rg-2",
        Tags: [{ Key: "team", Value: "payments" }],
      },
    ],
  },
  ListIpamResourceDiscoveryAssociations: {
    RequestId: "D3E4",
    Count: 1,
    MaxResults: 100,
    NextToken: "",
    TotalCount: 1,
    IpamResourceDiscoveryAssociations: [
      {
        IpamId: "ipam-a1",
        IpamResourceDiscoveryId: "ipam-res-disco-s1",
        IpamResourceDiscoveryOwnerId: "1882009915530042",
        IpamResourceDiscoveryType: "custom",
        IpamResourceDiscoveryStatus: "Created",
        Status: "Created",
      },
    ],
  },
  ListIpamDiscoveredResource: {
    RequestId: "E5F6",
    Count: 1,
    MaxResults: 100,
    NextToken: "",
    TotalCount: 1,
    IpamDiscoveredResources: [
      {
        IpamResourceDiscoveryId: "ipam-res-disco-s1",
        ResourceId: "vpc-1",
        ResourceName: "cell-1",
        ResourceType: "VPC",
        ResourceRegionId: "cn-hangzhou",
        ResourceOwnerId: 1882009915530042,
        VpcId: "vpc-1",
        Cidr: "10.0.0.0/16",
        IpUsage: "12%",
        DiscoveryTime: "2026-01-01T00:00:00Z",
      },
    ],
  },
  GetVpcIpamServiceStatus: { RequestId: "A7B8", Enabled: true },
  DissociateIpamResourceDiscovery: { RequestId: "C9D0" },
} as const;

/** What lists may say of their length and their end, whatever they show. */
export const oddLists: readonly Readonly<Record<string, unknown>>[] = [
  { TotalCount: 3 },
  { TotalCount: 0 },
  { TotalCount: undefined },
  { TotalCount: -1 },
  { TotalCount: 1.5 },
  { TotalCount: "many" },
  { Count: 2 },
  { Count: 0, TotalCount: 0 },
  { NextToken: 1 },
  { NextToken: false },
  { NextToken: {} },
  { NextToken: null },
  { NextToken: "the same again" },
  { NextToken: "the same again", TotalCount: undefined },
];

/** An answer that refuses. */
export const wireRefusal = {
  RequestId: "F28A239E-F88D-5C1F-9F2A-0A1C5DAB6A2E",
  HostId: "vpcipam.cn-hangzhou.aliyuncs.com",
  Code: "Forbidden.RAM",
  Message: "The user has no permission.",
  Recommend: "https://api.alibabacloud.com/troubleshoot?q=Forbidden.RAM",
  AccessDeniedDetail: { AuthAction: "vpc:ListIpams", NoPermissionType: "ImplicitDeny" },
};
