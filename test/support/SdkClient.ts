import http from "node:http";
import { stringify } from "node:querystring";
import { text } from "node:stream/consumers";
import OpenApi from "@alicloud/openapi-client";
import tea, { type Request } from "@alicloud/tea-typescript";
import TeaUtil from "@alicloud/tea-util";
import type { AccessKey } from "../../src/simulator/AccessKey.ts";
import type { Simulator } from "../../src/simulator/Simulator.ts";

/** A request as the SDK would put it on the wire. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came back. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What differs from a call to VPC IPAM with its parameters in the query. */
export interface CallOptions {
  readonly version?: string;
  readonly method?: "GET" | "POST";
  /** Parameters go into a form in the body, as Terraform's provider sends them. */
  readonly form?: boolean;
  /** Parameters that go into the query all the same. */
  readonly query?: Readonly<Record<string, string>>;
  /** Signed as the Host header; the connection goes to the simulator all the same. */
  readonly host?: string;
}

/** Thrown in place of sending, with what would have been sent. */
class Signed {
  readonly request: Request;
  constructor(request: Request) {
    this.request = request;
  }
}

/**
 * Lets the SDK build and sign requests, and sends them itself, so that a test can change them in between and see the
 * answer as it comes.
 */
export class SdkClient {
  readonly #simulator: Simulator;
  readonly #key: AccessKey;

  /** @param key the first account's first key unless given */
  constructor(simulator: Simulator, key = simulator.organisation.accounts[0]?.accessKeys[0]) {
    if (!key) throw new Error("The simulator has no key.");
    this.#simulator = simulator;
    this.#key = key;
  }

  async call(
    action: string,
    parameters: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<WireAnswer> {
    return this.send(await this.sign(action, parameters, options));
  }

  /** Calls and gives the answer's code, which is undefined for a success. */
  async code(action: string, parameters: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<unknown> {
    return (await this.call(action, parameters, options)).fields["Code"];
  }

  /** @param parameters numbers, booleans and arrays become what the SDK makes of them */
  async sign(
    action: string,
    parameters: Readonly<Record<string, unknown>>,
    { version = "2023-02-28", method = "POST", form = false, query = {}, host }: CallOptions = {},
  ): Promise<WireRequest> {
    const { accessKeyId, accessKeySecret, securityToken } = this.#key;
    const endpoint = host ?? new URL(this.#simulator.endpoint).host;
    const client = new OpenApi.default(
      new OpenApi.Config({
        accessKeyId,
        accessKeySecret,
        ...(securityToken && { securityToken, type: "sts" }),
        endpoint,
        protocol: "HTTP",
      }),
    );
    const params = new OpenApi.Params({
      action,
      version,
      method,
      protocol: "HTTP",
      pathname: "/",
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    });
    const flat = flatten(parameters);
    const request = new OpenApi.OpenApiRequest(form ? { query, body: flat } : { query: { ...query, ...flat } });
    Object.assign(tea, {
      doAction: async (signed: Request) => {
        throw new Signed(signed);
      },
    });
    try {
      await client.callApi(params, request, new TeaUtil.RuntimeOptions({}));
    } catch (thrown) {
      if (thrown instanceof Signed) return wireRequest(thrown.request);
      throw thrown;
    }
    throw new Error("The SDK sent nothing.");
  }

  /** @throws Error of Node's http client when the connection breaks or the signal aborts */
  async send({ method, path, headers, body }: WireRequest, signal?: AbortSignal): Promise<WireAnswer> {
    const url = new URL(path, this.#simulator.endpoint);
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const length = String(Buffer.byteLength(body));
      const options = {
        method,
        headers: { ...headers, "content-length": length },
        agent: false,
        ...(signal && { signal }),
      };
      http.request(url, options, resolve).on("error", reject).end(body);
    });
    const answer = await text(response);
    const isJson = response.headers["content-type"]?.startsWith("application/json") && answer !== "";
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: answer,
      fields: isJson ? JSON.parse(answer) : {},
    };
  }
}

function flatten(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) {
        const nested = typeof element === "object" ? element : { "": element };
        for (const [key, part] of Object.entries(nested))
          flat[[name, index + 1, key].filter(Boolean).join(".")] = `${part}`;
      }
    } else if (value !== undefined) flat[name] = String(value);
  }
  return flat;
}

function wireRequest({ method, pathname, query, headers, body }: Request): WireRequest {
  const value: unknown = body && "value" in body ? body.value : "";
  return {
    method,
    // As the SDK's own transport does it, which leaves ! ' ( ) * raw.
    path: Object.keys(query).length > 0 ? `${pathname}?${stringify(query)}` : pathname,
    headers,
    body: String(value),
  };
}
