import type { Target } from "../../ipam/Target.ts";
import { oneLine } from "../common/oneLine.ts";

/** Whose rules of quoting a command follows. */
export type Shell = "posix" | "powershell";

/**
 * The command of the aliyun CLI that dry-runs the dissociation of a target. Every value is quoted, so that a shell reads
 * nothing in it; what cannot be seen is taken out, since a terminal may act upon it while it is pasted.
 */
export function cliCommand({ region, ipamId, discoveryId }: Omit<Target, "profile">, shell: Shell): string {
  const values = { RegionId: region, IpamId: ipamId, IpamResourceDiscoveryId: discoveryId, DryRun: "true" };
  const options = Object.entries(values).map(([name, value]) => `--${name} ${quoted[shell](oneLine(value, 200))}`);
  return ["aliyun vpcipam DissociateIpamResourceDiscovery", ...options].join(" ");
}

const quoted: Readonly<Record<Shell, (value: string) => string>> = {
  posix: (value) => `'${value.replaceAll("'", `'\\''`)}'`,
  // PowerShell takes typographic quotes for plain ones, and hands double quotes to a program as they are: there they
  // would end the argument, unless a backslash stands before them.
  powershell: (value) => {
    const argument = value.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, "$&$&");
    return `'${argument.replace(/['‘’‚‛]/g, "$&$&")}'`;
  },
};
