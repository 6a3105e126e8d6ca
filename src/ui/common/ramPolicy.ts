/**
 * The RAM policy the extension needs: VPC IPAM stands under RAM's service code `vpc`. The two changing actions are apart,
 * so that whoever only looks can leave them out. Source: the authorization tables of the API's pages.
 * @param resources ARNs that the changing actions are limited to
 */
export function ramPolicy(resources: readonly string[] = everything): string {
  const policy = {
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: [
          "vpc:ListIpams",
          "vpc:ListIpamResourceDiscoveries",
          "vpc:ListIpamResourceDiscoveryAssociations",
          "vpc:ListIpamDiscoveredResource",
          "vpc:GetVpcIpamServiceStatus",
        ],
        Resource: "*",
      },
      {
        Effect: "Allow",
        Action: ["vpc:DissociateIpamResourceDiscovery", "vpc:AssociateIpamResourceDiscovery"],
        Resource: resources,
      },
    ],
  };
  return JSON.stringify(policy, undefined, 2);
}

const everything = ["acs:vpc:*:*:ipam/*", "acs:vpc:*:*:ipamresourcediscovery/*"];
