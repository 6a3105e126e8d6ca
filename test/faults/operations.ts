/** What a person does that a fault may meet. */
export type Operation = "list" | "dry run" | "dissociate" | "associate" | "sign in";

export const operations: readonly Operation[] = ["list", "dry run", "dissociate", "associate", "sign in"];

/** The one request of each operation that faults are aimed at. */
export const requestOf = {
  list: { action: "ListIpams" },
  "dry run": { action: "DissociateIpamResourceDiscovery", dryRun: true },
  dissociate: { action: "DissociateIpamResourceDiscovery", dryRun: false },
  associate: { action: "AssociateIpamResourceDiscovery", dryRun: false },
  "sign in": { action: "GetCallerIdentity" },
} as const satisfies Record<Operation, { readonly action: string; readonly dryRun?: boolean }>;
