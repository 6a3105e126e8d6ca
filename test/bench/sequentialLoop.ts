// The lists of all regions, asked for one after the other with the SDK as its documentation shows it. Runs as a worker.
import { parentPort, workerData } from "node:worker_threads";
import OpenApi from "@alicloud/openapi-client";
import TeaUtil from "@alicloud/tea-util";

const lists = [
  ["ListIpams", {}],
  ["ListIpamResourceDiscoveryAssociations", {}],
  ["ListIpamResourceDiscoveries", {}],
  ["ListIpamResourceDiscoveries", { IsShared: "true" }],
] as const;

const { host, key, regions } = workerData;
const start = performance.now();
for (const region of regions) {
  const { accessKeyId, accessKeySecret } = key;
  const config = new OpenApi.Config({ accessKeyId, accessKeySecret, endpoint: host, protocol: "HTTP" });
  const client = new OpenApi.default(config);
  for (const [action, parameters] of lists) {
    const shape = { action, version: "2023-02-28", pathname: "/", method: "POST", authType: "AK", style: "RPC" };
    const params = new OpenApi.Params({ ...shape, protocol: "HTTP", reqBodyType: "formData", bodyType: "json" });
    const query = { RegionId: region, MaxResults: "100", ...parameters };
    await client.callApi(params, new OpenApi.OpenApiRequest({ query }), new TeaUtil.RuntimeOptions({}));
  }
}
parentPort?.postMessage(performance.now() - start);
