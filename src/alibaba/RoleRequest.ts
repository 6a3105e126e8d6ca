import type { Region } from "../ipam/regions.ts";

/** A RAM role to assume. */
export interface RoleRequest {
  /** Fills `{region}` of an endpoint template; STS serves every account everywhere. */
  readonly region: Region;
  readonly roleArn: string;
  /** 2 to 64 letters, digits and `.@-_`; ActionTrail shows it. */
  readonly sessionName: string;
  /** From 900 to the role's maximum session duration. */
  readonly durationSeconds: number;
  readonly externalId?: string | undefined;
  /** One of the hosts of STS, such as `sts.cn-hangzhou.aliyuncs.com`; the central one unless given. */
  readonly host?: string | undefined;
}

/** What a caller of AssumeRoleWithOIDC shows in place of a signature. */
export interface OidcProof {
  readonly providerArn: string;
  /** A secret. */
  readonly token: string;
}
