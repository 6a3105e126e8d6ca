import OpenApi from "@alicloud/openapi-client";
import TeaUtil from "@alicloud/tea-util";
import type { Credentials } from "./Credentials.ts";
import type { Endpoint } from "./endpointOf.ts";
import type { Answer, Call } from "./OpenApiCaller.ts";
import type { Transmission } from "./Transmit.ts";
import { sendThrough, type Try } from "./transport.ts";

/** Signs and sends a try with the SDK: ACS3-HMAC-SHA256, POST, parameters in the query. */
export async function sdkTransmit(
  { call, endpoint, credentials, userAgent }: Transmission,
  attempt: Try,
): Promise<Answer> {
  const answer = await sendThrough(attempt, () =>
    newClient(endpoint, call.region, credentials, userAgent).callApi(
      parametersOf(call, credentials !== undefined),
      requestOf(call),
      new TeaUtil.RuntimeOptions({}),
    ),
  );
  return answer["body"] ?? {};
}

function newClient(
  { protocol, host }: Endpoint,
  regionId: string,
  credentials: Credentials | undefined,
  userAgent: string,
): InstanceType<typeof OpenApi.default> {
  const config = new OpenApi.Config({ endpoint: host, protocol: protocol.toUpperCase(), regionId, userAgent });
  const client = new OpenApi.default(config);
  if (!credentials) return client;
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const type = securityToken ? "sts" : "access_key";
  // Given to the configuration, the SDK would wrap the key in a provider object of its own.
  const getCredential = async () => ({ type, accessKeyId, accessKeySecret, securityToken: securityToken ?? "" });
  Object.assign(client, { _credential: { getCredential } });
  return client;
}

function parametersOf({ action, version }: Call, signed: boolean): InstanceType<typeof OpenApi.Params> {
  return new OpenApi.Params({
    action,
    version,
    protocol: "HTTPS",
    pathname: "/",
    method: "POST",
    authType: signed ? "AK" : "Anonymous",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
}

/** Booleans travel as the words true and false; what is undefined must not travel as an empty value. */
function requestOf({ parameters, form }: Call): InstanceType<typeof OpenApi.OpenApiRequest> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query[name] = String(value);
  return new OpenApi.OpenApiRequest({ query, ...(form && { body: form }) });
}
