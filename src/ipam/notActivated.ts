/** An account in which nobody has activated VPC IPAM. */
export const notActivated = {
  reason: "serviceNotOpened",
  what: "VPC IPAM is not activated in this account.",
  advice: "Activate it in the IPAM console, then refresh.",
} as const;
