import { ApiFault } from "../../src/simulator/ApiFault.ts";
import { assumptions } from "../../src/simulator/assumptions.ts";
import { demoOrganisation } from "../../src/simulator/demoOrganisation.ts";
import { productOf } from "../../src/simulator/productOf.ts";
import { SignatureVerifier } from "../../src/simulator/SignatureVerifier.ts";
import { VpcIpamService } from "../../src/simulator/VpcIpamService.ts";
import { mutateJson, mutateText } from "../support/mutate.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";

const starts = [
  { action: "ListIpams", RegionId: "cn-hangzhou", MaxResults: "10", "IpamIds.1": "ipam-k3v9qx2m7tdh4wz1" },
  { action: "ListIpamResourceDiscoveries", RegionId: "cn-hangzhou", IsShared: "true", "Tags.1.Key": "team" },
  { action: "ListIpamResourceDiscoveryAssociations", RegionId: "cn-hangzhou", NextToken: "AAAA" },
  {
    action: "DissociateIpamResourceDiscovery",
    RegionId: "cn-hangzhou",
    IpamId: "ipam-k3v9qx2m7tdh4wz1",
    IpamResourceDiscoveryId: "ipam-res-disco-m4q8zt2vxk7w3hcr",
    ClientToken: "token",
    DryRun: "true",
  },
];

/** Requests as the simulator reads them: signature, then parameters. */
export function requestsTarget(): FuzzTarget {
  const organisation = demoOrganisation();
  const [account] = organisation.accounts;
  const [key] = account?.accessKeys ?? [];
  if (!account || !key) throw new Error("The demo organisation has no key.");
  const now = () => 1_800_000_000_000;
  const verifier = new SignatureVerifier(() => key, now, assumptions);
  const service = new VpcIpamService({ organisation, now, assumptions, visibilityDelayMs: 0 });
  const authorization = `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=host;x-acs-date,Signature=${"0".repeat(64)}`;
  return {
    name: "requests to the simulator, read without a socket",
    share: 1,
    run: (random) => {
      const start = starts[random(starts.length)] ?? starts[0] ?? {};
      const fields = Object.entries(Object(mutateJson(start, random))).map(
        ([name, value]) => [name, typeof value === "string" ? value : (JSON.stringify(value) ?? "")] as const,
      );
      const parameters = new Map(fields.filter(([name]) => name !== "action"));
      const action = new Map(fields).get("action") ?? "";
      const headers = { authorization: mutateText(authorization, random), host: "127.0.0.1", "x-acs-date": "2027" };
      const names = [...parameters];
      const request = { method: "POST", path: "/", headers, query: names, body: Buffer.alloc(0), action } as const;
      const rpc = { ...request, version: "2023-02-28", parameters, repeated: undefined, place: undefined };
      const work = [
        () => verifier.verify(rpc),
        () => productOf(rpc),
        () => service.answer(action, parameters, account, key),
      ][random(4)];
      try {
        (work ?? (() => service.answer(action, parameters, account, key)))();
        return "accepted";
      } catch (error) {
        if (!(error instanceof ApiFault)) throw error;
        return "refused";
      }
    },
  };
}
