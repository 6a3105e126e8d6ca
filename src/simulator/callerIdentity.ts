import type { AccessKey } from "./AccessKey.ts";

/** The answer of STS GetCallerIdentity (2015-04-01). Every value is a string; a role has a RoleId in place of a UserId. */
export function callerIdentity({ accountId, principal }: AccessKey): Readonly<Record<string, unknown>> {
  const { type, arn, principalId } = principal;
  const [id] = principalId.split(":");
  return {
    IdentityType: type,
    AccountId: accountId,
    PrincipalId: principalId,
    Arn: arn,
    ...(type === "AssumedRoleUser" ? { RoleId: id } : { UserId: id }),
  };
}
