import type { AccessKey } from "./AccessKey.ts";
import { ApiFault } from "./ApiFault.ts";

const principalTypes = { Account: "MainAccount", RAMUser: "SubUser", AssumedRoleUser: "AssumedRoleUser" } as const;

/** The refusal of RAM: which action, and who was refused. */
export function accessDenied(ramAction: string, { accountId, principal }: AccessKey): ApiFault {
  return new ApiFault(403, "Forbidden.RAM", "User not authorized to operate on the specified resource.", {
    AccessDeniedDetail: {
      AuthAction: ramAction,
      AuthPrincipalType: principalTypes[principal.type],
      AuthPrincipalOwnerId: accountId,
      AuthPrincipalDisplayName: principal.name,
      NoPermissionType: "ImplicitDeny",
      PolicyType: "AccountLevelIdentityBasedPolicy",
    },
  });
}
