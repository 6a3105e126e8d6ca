import { type Sentences, seeLog, seeWhatIsLeft, waitAndRetry } from "./CatalogueEntry.ts";

const deleteWithIpam = "To delete it, delete the IPAM.";
const askOwner = "Ask the owner of the resource discovery.";
const useDelegatedAdmin = "Sign in with the delegated administrator account for IPAM.";
const completeAccount = "Complete it in the Alibaba Cloud account center, then try again.";
const askForQuota = "Delete what is no longer needed, or ask for a higher quota in Quota Center.";
const endSharesFirst = "End its resource shares first.";
const keepHostedRegion = "Add the hosted region to the operating regions.";
const chooseAnotherRegion = "Choose another region.";
const useHostedRegion = "Send the request to the hosted region of the IPAM.";

const notDelegatedAdmin: Sentences = {
  what: "This account is not the delegated administrator for IPAM.",
  advice: useDelegatedAdmin,
};
const regionWithoutIpam: Sentences = {
  what: "Alibaba Cloud does not offer IPAM in the region {region}.",
  advice: chooseAnotherRegion,
};

/**
 * Sentences of its own for each code that the calls of this product can meet, or that explains why a planned change fails.
 * All others have the sentences of their family or kind.
 */
export const vpcIpamSentences: ReadonlyMap<string, Sentences> = new Map<string, Sentences>([
  [
    "ResourceNotFound.IpamResourceDiscovery",
    {
      what: "The resource discovery does not exist, or is no longer shared with this account.",
      advice: seeWhatIsLeft,
    },
  ],
  [
    "ResourceNotFound.Ipam",
    {
      what: "The IPAM does not exist in this region, or this account cannot see it.",
      advice: seeWhatIsLeft,
    },
  ],
  [
    "ResourceNotFound.ResourceDiscoveryAssociation",
    {
      what: "The IPAM and the resource discovery are not associated.",
      advice: "Someone may have ended the association, or stopped sharing the discovery. Refresh to see what is left.",
    },
  ],
  ["ResourceNotFound.IpamScope", { what: "The IPAM scope does not exist.", advice: seeWhatIsLeft }],
  ["ResourceNotFound.IpamPool", { what: "The IPAM pool does not exist.", advice: seeWhatIsLeft }],
  ["ResourceNotFound.IpamPoolAllocation", { what: "The IPAM pool allocation does not exist.", advice: seeWhatIsLeft }],
  [
    "OperationDenied.DissociateSelfSystemIpamResourceDiscovery",
    {
      what: "The default resource discovery of an IPAM cannot be dissociated from it.",
      advice: deleteWithIpam,
    },
  ],
  [
    "OperationDenied.ResourceDiscoveryAlreadyAssociated",
    {
      what: "The IPAM and the resource discovery are already associated.",
      advice: "Refresh to see the association.",
    },
  ],
  [
    "IncorrectStatus.IpamResourceDiscovery",
    {
      what: "The resource discovery is being created, changed or deleted.",
      advice: waitAndRetry,
    },
  ],
  [
    "IllegalParam.ResourceRegion",
    {
      what: "The region is not an operating region of the resource discovery.",
      advice: "Its operating regions may have changed. Refresh to read them again.",
    },
  ],
  [
    "MissingParam.ResourceRegionId",
    { what: "The request names no region to read resources of.", advice: "Show the log and report it." },
  ],
  [
    "MissingParam.IpamResourceDiscoveryId",
    { what: "The request names no resource discovery.", advice: "Show the log and report it." },
  ],
  [
    "Forbidden.IpResourceAccess",
    { what: "This account may not read the IP addresses of this resource discovery.", advice: askOwner },
  ],
  [
    "Forbidden.QueryShareResource",
    { what: "A shared IPAM pool cannot be queried in this way.", advice: "Ask the owner of the IPAM pool." },
  ],
  // Deleting or changing an IPAM or a discovery.
  [
    "DependencyViolation.IpamMembers",
    {
      what: "The IPAM still manages members of the resource directory.",
      advice: "Remove the members from the IPAM first.",
    },
  ],
  [
    "DependencyViolation.IpamPool",
    {
      what: "An IPAM pool still depends on the region or resource to be changed.",
      advice: "Delete the IPAM pool first.",
    },
  ],
  [
    "DependencyViolation.ShareResource",
    {
      what: "The resource, or the default resource discovery of the IPAM, is still shared with other accounts.",
      advice: endSharesFirst,
    },
  ],
  [
    "OperationDenied.SharedResourceDiscoveryAssociated",
    {
      what: "A shared resource discovery is still associated with the IPAM.",
      advice: "Dissociate the shared resource discoveries first.",
    },
  ],
  [
    "OperationFailed.IpamPoolExist",
    { what: "The IPAM or scope still has IPAM pools.", advice: "Delete the IPAM pools first." },
  ],
  [
    "OperationFailed.IpamScopeExist",
    { what: "The IPAM still has custom scopes.", advice: "Delete the custom scopes first." },
  ],
  [
    "OperationDenied.OperateShareResource",
    { what: "Only the owner of a shared resource may change or delete it.", advice: "Ask the owner of the resource." },
  ],
  [
    "OperationDenied.UnexpectedType",
    {
      what: "This operation does not accept a resource discovery of this type.",
      advice: "A default resource discovery is changed and deleted with its IPAM.",
    },
  ],
  [
    "OperationDenied.IpamRegionCannotBeRemoved",
    { what: "The hosted region of an IPAM must stay an operating region.", advice: keepHostedRegion },
  ],
  [
    "OperationDenied.RemoveResourceDiscoveryHomeRegion",
    { what: "The hosted region of a resource discovery must stay an operating region.", advice: keepHostedRegion },
  ],
  [
    "OperationDenied.OperatingRegionsNeedIncludeHomeRegion",
    {
      what: "The operating regions of a resource discovery must include its hosted region.",
      advice: keepHostedRegion,
    },
  ],
  [
    "OperationFailed.OperatingRegionsNeedIncludeIpamRegion",
    { what: "The operating regions of an IPAM must include its hosted region.", advice: keepHostedRegion },
  ],
  [
    "IllegalParam.OperatingRegion",
    { what: "An operating region is not valid.", advice: "Check the list of operating regions." },
  ],
  ["UnsupportedRegion.Ipam", regionWithoutIpam],
  ["UnsupportedFeature.Ipam", regionWithoutIpam],
  // Quotas and shares.
  [
    "QuotaExceeded.IpamQuotaPerRegion",
    { what: "The account already has an IPAM in this region, and one is the limit.", advice: chooseAnotherRegion },
  ],
  [
    "QuotaExceeded.IpamResourceDiscoveryQuotaPerRegion",
    {
      what: "The account already has a custom resource discovery in this region, and one is the limit.",
      advice: chooseAnotherRegion,
    },
  ],
  [
    "QuotaExceeded.MemberAccount",
    { what: "The IPAM already manages the largest number of members.", advice: askForQuota },
  ],
  [
    "QuotaExceeded.ResourceSharePerIpamResourceDiscovery",
    { what: "The resource discovery is already in the largest number of resource shares.", advice: askForQuota },
  ],
  [
    "QuotaExceeded.SharedIpamResourceDiscoveryPerUser",
    {
      what: "The principal already has the largest number of shared resource discoveries.",
      advice: "Ask the principal to exit resource shares that are no longer needed.",
    },
  ],
  [
    "OperationDenied.OwnerAlreadyManagedByRecipientIpam",
    {
      what: "The principal's IPAM already manages the owner as a member.",
      advice: "No share is needed: the IPAM sees the resources of its members.",
    },
  ],
  ["OperationDenied.ResourceShareExist", { what: "The resource is already shared.", advice: seeWhatIsLeft }],
  // Members.
  [
    "OperationDenied.AccountNotRDEntity",
    {
      what: "This account does not belong to a resource directory.",
      advice: "Sign in with an account of the resource directory.",
    },
  ],
  ["OperationDenied.NoServicePrincipalAdminPrivileges", notDelegatedAdmin],
  ["OperationDenied.NotDelegatedAdminAccount", notDelegatedAdmin],
  [
    "OperationDenied.DelegateAdminAsMember",
    {
      what: "The delegated administrator cannot be a member of its own IPAM.",
      advice: "Choose another account.",
    },
  ],
  [
    "OperationDenied.IpamNotExist",
    { what: "The region {region} has no IPAM that could manage members.", advice: chooseAnotherRegion },
  ],
  [
    "OperationDenied.IpamRDServiceAlreadyEnabledInOtherRegion",
    {
      what: "An IPAM of another region already manages the members.",
      advice: "Use the IPAM that manages members today.",
    },
  ],
  [
    "OperationDenied.IpamRDServiceMemberNotExist",
    { what: "The IPAM does not manage this member.", advice: seeWhatIsLeft },
  ],
  [
    "OperationDenied.IpamRDServiceNotEnableInOperationRegion",
    {
      what: "The IPAM of the region {region} manages no members.",
      advice: "The region may be wrong, or the last member may be gone. Refresh to see what is left.",
    },
  ],
  [
    "OperationDenied.IpamResourceDiscoveryAlreadySharedWithAdmin",
    {
      what: "The account already shares its resource discovery with the delegated administrator.",
      advice: endSharesFirst,
    },
  ],
  [
    "OperationDenied.MemberExistInIpamRDService",
    { what: "The IPAM already manages this member.", advice: seeWhatIsLeft },
  ],
  [
    "OperationDenied.MemberIdNotMatchMemberType",
    {
      what: "The member ID and the member type do not fit together.",
      advice: "Use the type Account for an account, and Folder for a folder.",
    },
  ],
  // Pools.
  [
    "OperationDenied.IpamRegionNotSupportListPoolAllocation",
    {
      what: "Only the region of an IPAM pool lists its allocations.",
      advice: "Send the request to the region of the IPAM pool.",
    },
  ],
  [
    "OperationDenied.OfficialCidrTmpUnavailable",
    { what: "The public CIDR block is unavailable for now.", advice: waitAndRetry },
  ],
  [
    "OperationDenied.PoolRegionNotSupportListPoolCidr",
    { what: "Only the hosted region of an IPAM lists the CIDR blocks of its pools.", advice: useHostedRegion },
  ],
  // Activation.
  [
    "OperationFailed.AccountBalanceInsufficient",
    { what: "The account balance does not cover the order.", advice: "Top up the account, then try again." },
  ],
  [
    "OperationFailed.AliGroupUserCanNotBuyInnerCommodity",
    { what: "Accounts of Alibaba Group cannot activate VPC IPAM.", advice: "Use another account." },
  ],
  [
    "OperationFailed.BasicInfoUncompleted",
    { what: "The basic information of the account is incomplete.", advice: completeAccount },
  ],
  [
    "OperationFailed.ExceedPurchaseLimit",
    {
      what: "The account has reached its purchase limit.",
      advice: "VPC IPAM may already be activated. Refresh to check.",
    },
  ],
  [
    "Order.NoRealNameAuthentication",
    { what: "The account has not passed real-name verification.", advice: completeAccount },
  ],
  ["OperationDenied.Unauthorized", { what: "This account may not change this allocation.", advice: seeLog }],
]);
