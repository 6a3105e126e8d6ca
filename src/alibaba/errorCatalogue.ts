import type { IpamErrorReason } from "../ipam/IpamError.ts";
import { notActivated } from "../ipam/notActivated.ts";
import {
  type CatalogueEntry,
  type Sentences,
  seeLog,
  seeWhatIsLeft,
  waitAndRetry,
  waitThenReport,
} from "./CatalogueEntry.ts";
import { type DocumentedKind, documentedKind } from "./documentedCodes.ts";
import { badKey, busy, clock, expiredToken, gatewayCode, ramDenied, serverFault, throttled } from "./gatewayCodes.ts";
import { vpcIpamSentences } from "./vpcIpamSentences.ts";

const reasons: Readonly<Record<DocumentedKind, IpamErrorReason>> = {
  invalidRequest: "invalidParameter",
  unsupported: "unsupported",
  quota: "quota",
  dependency: "dependency",
  forbidden: "forbidden",
  conflict: "conflict",
  notFound: "notFound",
  busy: "busy",
  dryRun: "dryRun",
  notActivated: notActivated.reason,
};

const inMotion: Sentences = {
  what: "The resource is being created, changed or deleted ({code}).",
  advice: waitAndRetry,
};
const dependency: Sentences = {
  what: "Other resources still depend on this one ({code}).",
  advice: "Remove what depends on it first.",
};
const forbidden: Sentences = { what: "This account may not do this ({code}).", advice: seeLog };
const invalidParameter: Sentences = {
  what: "Alibaba Cloud does not accept a parameter of {action} ({code}).",
  advice: "Refresh and try again. If the problem persists, show the log and report it.",
};
const notFound: Sentences = {
  what: "Alibaba Cloud could not find a resource in this request ({code}).",
  advice: seeWhatIsLeft,
};
const quota: Sentences = {
  what: "A quota or the free address space is used up ({code}).",
  advice: "Delete what is no longer needed, or ask for a higher quota in Quota Center.",
};
const unsupported: Sentences = {
  what: "Alibaba Cloud does not offer this operation here ({code}).",
  advice: seeLog,
};

/** Sentences of documented codes that have none of their own. */
const ofKind: Readonly<Record<DocumentedKind, Sentences>> = {
  invalidRequest: invalidParameter,
  unsupported,
  quota,
  dependency,
  forbidden,
  conflict: {
    what: "The request conflicts with what already exists ({code}).",
    advice: seeWhatIsLeft,
  },
  notFound,
  busy: inMotion,
  dryRun: { what: "The dry run passed. Nothing was changed.", advice: "No action is needed." },
  notActivated,
};

/**
 * What the name of a code suggests, tried in order: for codes that no page names, and for the sentences of documented
 * ones. Such a likeness proves nothing about what the service did.
 */
const families: readonly (readonly [RegExp, CatalogueEntry])[] = [
  [
    /^AuthenticationFail\.OIDCToken/,
    {
      reason: "expiredCredentials",
      what: "STS does not take the OIDC token ({code}).",
      advice: "Issue a new token, then try again.",
    },
  ],
  [/^AuthenticationFail\.NoPermission/, ramDenied],
  [/Throttling/, throttled],
  [/Processing$/, busy],
  [
    /Time-?[oO]ut$/,
    { ...serverFault, what: "Alibaba Cloud did not finish {action} in time ({code}).", advice: waitThenReport },
  ],
  [/^InvalidAccessKeyId\b/, badKey],
  [/^InvalidSecurityToken\b/, expiredToken],
  [/^InvalidTimeStamp\b/, clock],
  [/^IncorrectStatus\b/, { reason: "busy", ...inMotion }],
  [/^DependencyViolation\b/, { reason: "dependency", ...dependency }],
  [/^QuotaExceeded\b/, { reason: "quota", ...quota, what: "A quota is used up ({code})." }],
  [
    /^ResourceNotEnough\b/,
    {
      reason: "quota",
      what: "No free address space of the requested size is left ({code}).",
      advice: "Choose a smaller CIDR block, or add address space to the IPAM pool.",
    },
  ],
  [/^UnsupportedFeature\b/, { reason: "unsupported", ...unsupported }],
  [
    /^UnsupportedRegion\b/,
    {
      reason: "unsupported",
      what: "Alibaba Cloud does not offer this operation in the region {region} ({code}).",
      advice: "Choose another region.",
    },
  ],
  [/^OptInRequired\b/, notActivated],
  [/^ResourceNotFound\b/, { reason: "notFound", ...notFound }],
  [
    /^OperationDenied\b/,
    {
      reason: "refused",
      what: "Alibaba Cloud does not allow the operation ({code}).",
      advice: seeLog,
    },
  ],
  [/^Forbidden\b/, { reason: "forbidden", ...forbidden }],
  [
    /^Missing/,
    { reason: "invalidParameter", ...invalidParameter, what: "A parameter of {action} is missing ({code})." },
  ],
  [
    /^Mismatch\b/,
    { reason: "invalidParameter", ...invalidParameter, what: "Parameters of {action} do not fit together ({code})." },
  ],
  [/^(Invalid|IllegalParam|IllegalParamSize|DuplicatedParam)/, { reason: "invalidParameter", ...invalidParameter }],
];

/**
 * What a code means to the program and to a person: by its exact name, and then by its family.
 *
 * Codes decide, not HTTP statuses: the same code comes with different statuses on different products' pages. Sources: the
 * metadata and the error pages of VpcIpam 2023-02-28 and, for the gateway's codes, the pages of its sister products.
 */
export function errorCatalogue(code: string): CatalogueEntry | undefined {
  // Documented for OpenVpcIpamService too, and a permission all the same.
  const ofGateway = gatewayCode(code);
  if (ofGateway) return ofGateway;
  const family = families.find(([name]) => name.test(code))?.[1];
  const kind = documentedKind(code);
  if (kind === undefined) return family;
  const reason = reasons[kind];
  const own = vpcIpamSentences.get(code);
  const { what, advice } = own ?? (family?.reason === reason ? family : ofKind[kind]);
  return { reason, what, advice };
}
