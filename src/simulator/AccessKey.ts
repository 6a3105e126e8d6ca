/** Who signs with an access key, as STS GetCallerIdentity describes it. */
export interface Principal {
  readonly type: "Account" | "RAMUser" | "AssumedRoleUser";
  readonly name: string;
  readonly principalId: string;
  readonly arn: string;
}

/** A key pair that the simulator knows. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for a temporary key. */
  readonly securityToken?: string;
  /** Milliseconds since 1970, for a temporary key. */
  readonly expiresAt?: number;
  readonly accountId: string;
  readonly principal: Principal;
  /** RAM actions that are denied to this key, such as `vpc:ListIpams`. */
  readonly denied: Set<string>;
  inactive: boolean;
}
