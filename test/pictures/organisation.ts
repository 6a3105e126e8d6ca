import { demoOrganisation } from "../../src/simulator/demoOrganisation.ts";
import type { Organisation } from "../../src/simulator/Organisation.ts";
import { vpcResources } from "../../src/simulator/vpcResources.ts";

/** The demo organisation, in which the data platform has a VPC inside one of the payments account's. */
export function organisation(): Organisation {
  const built = demoOrganisation();
  const lake = built.accounts.find(({ name }) => name === "Harbour Data Platform");
  const [legacy] = vpcResources({ region: "cn-hangzhou", name: "lake-legacy", cidr: "10.24.0.0/16" });
  if (!lake || !legacy) throw new Error("The demo organisation has changed.");
  built.addResources(lake, [{ ...legacy, cidr: "10.24.128.0/17", total: 32_768, used: 512 }]);
  return built;
}
