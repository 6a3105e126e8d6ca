import http from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

/** A request as the SDK signed it, caught on its way. */
interface Caught {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Lets the SDK sign one request to a listener that keeps it. */
async function signedBySdk(simulator: Simulator): Promise<Caught> {
  let caught: Caught | undefined;
  const listener = http.createServer((request, response) => {
    caught = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    };
    response.end(JSON.stringify({ Ipams: [] }));
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  await testCloud(simulator).ipamApi(credentialsOf(simulator), { endpoint }).listIpams("cn-hangzhou");
  await new Promise<void>((resolve) => {
    listener.closeAllConnections();
    listener.close(() => resolve());
  });
  if (!caught) throw new Error("Nothing was caught.");
  return caught;
}

function send(
  simulator: Simulator,
  { method, path, headers }: Caught,
  body = "",
): Promise<{ status: number; code: string | undefined }> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      new URL(path, simulator.endpoint),
      { method, headers: { ...headers, connection: "close", "content-length": String(body.length) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, code: JSON.parse(Buffer.concat(chunks).toString()).Code }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

describe("The simulator's signature check, with requests the SDK signed", () => {
  let simulator: Simulator;
  let now: number;
  let caught: Caught;

  beforeEach(async () => {
    now = Date.now();
    simulator = await Simulator.start({ now: () => now });
    caught = await signedBySdk(simulator);
  });
  afterEach(() => simulator.close());

  const withHeader = (name: string, value: string): Caught => ({
    ...caught,
    headers: { ...caught.headers, [name]: value },
  });

  it("accepts the request as it was signed", async () => {
    expect(await send(simulator, caught)).toEqual({ status: 200, code: undefined });
  });

  it("refuses it the second time, because its nonce was used", async () => {
    await send(simulator, caught);
    expect(await send(simulator, caught)).toMatchObject({ code: "SignatureNonceUsed" });
  });

  it("refuses a changed parameter", async () => {
    const path = caught.path.replace("cn-hangzhou", "cn-shanghai");
    expect(await send(simulator, { ...caught, path })).toMatchObject({ code: "SignatureDoesNotMatch" });
  });

  it("refuses a changed action", async () => {
    expect(await send(simulator, withHeader("x-acs-action", "DeleteIpam"))).toMatchObject({
      code: "SignatureDoesNotMatch",
    });
  });

  it("refuses a body that was not signed", async () => {
    expect(await send(simulator, caught, "DryRun=false")).toMatchObject({ code: "SignatureDoesNotMatch" });
  });

  it("refuses a header that was added and not signed", async () => {
    expect(await send(simulator, withHeader("x-acs-extra", "1"))).toMatchObject({ code: "IncompleteSignature" });
  });

  it("refuses a key it does not know", async () => {
    const authorization = (caught.headers["authorization"] ?? "").replace(/Credential=[^,]+/, "Credential=LTAIunknown");
    expect(await send(simulator, withHeader("authorization", authorization))).toMatchObject({
      status: 404,
      code: "InvalidAccessKeyId.NotFound",
    });
  });

  it("refuses a request that is more than 15 minutes old", async () => {
    now += 16 * 60_000;
    expect(await send(simulator, caught)).toMatchObject({ code: "InvalidTimeStamp.Expired" });
  });

  it("refuses a request without a signature", async () => {
    const { authorization: _, ...headers } = caught.headers;
    expect(await send(simulator, { ...caught, headers })).toMatchObject({ code: "IncompleteSignature" });
  });
});
