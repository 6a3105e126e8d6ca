/**
 * What is assumed of the service because its documentation does not say. Each is kept here, and only here, so that one
 * look at the real service can correct it.
 */
export const assumptions = {
  /** The header `x-acs-retry-after` counts milliseconds, as the newer SDK core takes it. */
  retryAfterUnitMs: 1,
  /** An own default discovery is recognised by the IPAM's DefaultResourceDiscoveryId; the server's own test is unknown. */
  ownDefaultById: true,
  /** Longest ClientToken. The limit is not documented for VpcIpam; Terraform's provider cuts its own at 64. */
  clientTokenMaxLength: 64,
  /** Without a filter, associations are listed for both sides: the IPAM's owner and the discovery's owner. */
  associationsListedForBothSides: true,
  /** STS is asked at its central endpoint; every region knows the same account. */
  stsHost: "sts.aliyuncs.com",
} as const;
