import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { AccessKey } from "./AccessKey.ts";
import { ApiFault } from "./ApiFault.ts";
import type { Assumptions } from "./assumptions.ts";
import type { RpcRequest } from "./RpcRequest.ts";

const algorithm = "ACS3-HMAC-SHA256";
const skewMs = 15 * 60_000;

/** Verifies ACS3-HMAC-SHA256 signatures with code of its own, so that the SDK's signing is tested and not mirrored. */
export class SignatureVerifier {
  readonly #keys: (accessKeyId: string) => AccessKey | undefined;
  readonly #now: () => number;
  readonly #assumptions: Assumptions;
  /** Nonces with the time they were used. */
  readonly #nonces = new Map<string, number>();

  constructor(keys: (accessKeyId: string) => AccessKey | undefined, now: () => number, assumptions: Assumptions) {
    this.#keys = keys;
    this.#now = now;
    this.#assumptions = assumptions;
  }

  /**
   * The key that signed the request.
   * @throws ApiFault with the gateway's code
   */
  verify(request: RpcRequest): AccessKey {
    const { credential, signedHeaders, signature } = parseAuthorization(request.headers.authorization);
    const key = this.#keys(credential);
    if (!key) throw new ApiFault(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
    if (key.inactive) throw new ApiFault(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
    this.#checkDate(header(request, "x-acs-date"));
    this.#checkToken(request, key);
    const required = ["host", ...Object.keys(request.headers).filter((name) => name.startsWith("x-acs-"))];
    const unsigned = required.find((name) => !signedHeaders.includes(name));
    if (unsigned !== undefined) throw incomplete(`The header ${unsigned} must be signed.`);
    if (header(request, "x-acs-content-sha256") !== sha256(request.body)) throw mismatch();
    if (!equal(signature, sign(request, signedHeaders, key.accessKeySecret))) throw mismatch();
    this.#useNonce(`${credential}/${header(request, "x-acs-signature-nonce")}`);
    return key;
  }

  #checkDate(text: string): void {
    const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
    if (Number.isNaN(time)) {
      throw new ApiFault(400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
    }
    if (Math.abs(time - this.#now()) > skewMs) {
      throw new ApiFault(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
    }
  }

  #checkToken({ headers }: RpcRequest, { securityToken, expiresAt }: AccessKey): void {
    const given = headers["x-acs-security-token"];
    if (securityToken !== undefined && given === undefined) {
      throw new ApiFault(
        400,
        this.#assumptions.securityTokenMissingCode,
        "SecurityToken is mandatory for this action.",
      );
    }
    if (given !== securityToken) {
      throw new ApiFault(400, this.#assumptions.securityTokenWrongCode, "The SecurityToken is malformed.");
    }
    if (expiresAt !== undefined && expiresAt <= this.#now()) {
      throw new ApiFault(400, this.#assumptions.securityTokenExpiredCode, "The SecurityToken has expired.");
    }
  }

  #useNonce(nonce: string): void {
    const now = this.#now();
    for (const [old, usedAt] of this.#nonces) {
      // A request dated 15 minutes ahead stays good for half an hour.
      if (now - usedAt <= 2 * skewMs) break;
      this.#nonces.delete(old);
    }
    if (this.#nonces.has(nonce)) {
      throw new ApiFault(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
    }
    this.#nonces.set(nonce, now);
  }
}

function parseAuthorization(text = "") {
  const match = /^ACS3-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/.exec(
    text,
  );
  const [, credential, signedHeaders, signature] = match ?? [];
  if (!credential || !signedHeaders || !signature) {
    throw incomplete("The Authorization header is missing or malformed.");
  }
  return { credential, signedHeaders: signedHeaders.split(";"), signature };
}

function sign(request: RpcRequest, signedHeaders: readonly string[], secret: string): string {
  // By name alone: with their values, IpamIds.10= would come before IpamIds.1=.
  const query = request.query
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
  const headers = [...signedHeaders].sort().map((name) => `${name}:${header(request, name).trim()}\n`);
  const canonical = [
    request.method,
    request.path,
    query,
    headers.join(""),
    signedHeaders.join(";"),
    header(request, "x-acs-content-sha256"),
  ].join("\n");
  return createHmac("sha256", secret)
    .update(`${algorithm}\n${sha256(Buffer.from(canonical))}`)
    .digest("hex");
}

/** The decoded text is encoded anew: the SDK leaves these five marks raw in the URL, yet signs them encoded. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function header({ headers }: RpcRequest, name: string): string {
  const value = headers[name];
  if (typeof value !== "string" || value === "") throw incomplete(`The header ${name} is missing.`);
  return value;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function equal(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function incomplete(message: string): ApiFault {
  return new ApiFault(400, "IncompleteSignature", message);
}

/** The service adds its own canonical request to this message; that one holds the security token, so here it stays out. */
function mismatch(): ApiFault {
  return new ApiFault(400, "SignatureDoesNotMatch", "Specified signature does not match our calculation.");
}
