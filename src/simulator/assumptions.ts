/** What the simulator does where the documentation of the service is silent. */
export interface Assumptions {
  /** ListIpamResourceDiscoveries without IsShared also lists the discoveries shared to the caller. */
  readonly listWithoutIsSharedIncludesShared: boolean;
  /** An account that has not activated the service gets empty lists; otherwise lists fail with `serviceNotOpenedCode`. */
  readonly unopenedServiceListsEmpty: boolean;
  /** CreateIpam alone documents a code for that. */
  readonly serviceNotOpenedCode: string;
  /** Resources of a region in which a discovery does not operate cannot be listed; otherwise the list is empty. */
  readonly onlyOperatingRegionsHaveResources: boolean;
  /** A discovery that is being created, modified or deleted refuses to be associated and dissociated. */
  readonly discoveryInMotionRefusesChanges: boolean;
  /** The owner of a discovery sees its associations with IPAMs of other accounts. */
  readonly associationsListedForBothSides: boolean;
  /** Associations that have ended stay in the list, with Status Deleted. */
  readonly endedAssociationsListed: boolean;
  /** A dry run fails when the RAM permission is missing, as the text of CreateIpamScope has it. */
  readonly dryRunChecksRam: boolean;
  /** A dry run looks at the association, and not only at the IPAM and the discovery. */
  readonly dryRunChecksAssociation: boolean;
  /** A dry run that passed uses its ClientToken up, so that the change needs another. */
  readonly dryRunKeepsClientToken: boolean;
  /** Longest ClientToken; Terraform's provider cuts its own at this length. */
  readonly clientTokenMaxLength: number;
  readonly clientTokenLifetimeMs: number;
  /** Code when a ClientToken comes again with other parameters. */
  readonly tokenReusedCode: string;
  readonly nextTokenLifetimeMs: number;
  /** Code when the security token has ended. */
  readonly securityTokenExpiredCode: string;
  /** Code when the security token is not the key's. */
  readonly securityTokenWrongCode: string;
  /** Code when a temporary key comes without its security token; STS's own pages name it. */
  readonly securityTokenMissingCode: string;
}

/**
 * The assumptions a simulator starts with, here and only here, so that one look at the real service can correct them. A
 * test can start one with others, and so show that the extension holds either way.
 */
export const assumptions: Assumptions = {
  listWithoutIsSharedIncludesShared: false,
  unopenedServiceListsEmpty: true,
  serviceNotOpenedCode: "OptInRequired.Ipam",
  onlyOperatingRegionsHaveResources: true,
  discoveryInMotionRefusesChanges: true,
  associationsListedForBothSides: true,
  endedAssociationsListed: false,
  dryRunChecksRam: true,
  dryRunChecksAssociation: true,
  dryRunKeepsClientToken: true,
  clientTokenMaxLength: 64,
  clientTokenLifetimeMs: 24 * 60 * 60_000,
  tokenReusedCode: "IdempotentParameterMismatch",
  nextTokenLifetimeMs: 60 * 60_000,
  securityTokenExpiredCode: "InvalidSecurityToken.Expired",
  securityTokenWrongCode: "InvalidSecurityToken.Malformed",
  securityTokenMissingCode: "MissingSecurityToken",
};
