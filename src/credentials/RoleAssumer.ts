import type { IssuedSecret } from "./IssuedSecret.ts";
import type { Secret } from "./Secret.ts";

/** A RAM role to assume. */
export interface AssumedRole {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly externalId?: string | undefined;
  /** One of the hosts of STS; the central one unless given. */
  readonly stsHost?: string | undefined;
}

/**
 * STS, which this room knows by what it does alone. Both throw IpamError.
 *
 * An `endpoint` is a template that replaces the one of the settings, which may change while an action is under way.
 */
export interface RoleAssumer {
  assumeRole(role: AssumedRole, base: Secret, endpoint?: string): Promise<IssuedSecret>;
  /** @param proof a token of an identity provider that the role trusts: a secret */
  assumeRoleWithOidc(
    role: AssumedRole,
    proof: { readonly providerArn: string; readonly token: string },
    endpoint?: string,
  ): Promise<IssuedSecret>;
}
