import { endpointOf } from "../../src/alibaba/endpointOf.ts";
import { IpamError } from "../../src/ipam/IpamError.ts";
import { mutateText } from "../support/mutate.ts";
import { canary, expectNoCanary } from "./expectNoCanary.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";

const templates = [
  "https://{product}.{region}.example.internal",
  "https://{product}.{region}.example.internal:8443/",
  "http://127.0.0.1:8080",
  "http://localhost",
  "http://[::1]:1",
  `https://user:${canary}@example.internal`,
  `https://example.internal/?token=${canary}#${canary}`,
  "example.internal",
  "http://example.internal",
  "http://127.0.0.1.example.internal",
  "ftp://{product}",
];

/** Templates of the endpoint setting. */
export function endpointsTarget(): FuzzTarget {
  return {
    name: "endpoint templates",
    share: 1,
    run: (random) => {
      const template = mutateText(templates[random(templates.length)] ?? "", random);
      const product = random(2) === 0 ? "vpcipam" : "sts";
      try {
        const { protocol, host } = endpointOf(product, "cn-hangzhou", template);
        if (protocol === "http" && !/^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(host)) {
          throw new Error(`Plain http beyond this machine: ${JSON.stringify(template)}`);
        }
        if (!/^[^\s/?#@\\]+$/.test(host)) throw new Error(`More than a host: ${JSON.stringify(host)}`);
        return "accepted";
      } catch (error) {
        if (!(error instanceof IpamError)) throw error;
        expectNoCanary(error);
        return "refused";
      }
    },
  };
}
