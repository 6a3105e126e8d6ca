import { parseJsonObject } from "../ipam/parseJsonObject.ts";
import type { IssuedSecret } from "./IssuedSecret.ts";
import { Secret } from "./Secret.ts";

/**
 * The temporary credentials in the JSON that the metadata service and a credentials address answer with. Undefined when
 * it is anything else; nothing of it is quoted.
 */
export function parseIssuedSecret(text: string): IssuedSecret | undefined {
  const fields = parseJsonObject(text);
  if (!fields) return undefined;
  const { AccessKeyId: id, AccessKeySecret: key, SecurityToken: token, Expiration: end } = fields;
  if (fields["Code"] !== "Success" || typeof id !== "string" || typeof key !== "string") return undefined;
  if (typeof token !== "string" || typeof end !== "string" || id === "" || key === "") return undefined;
  const expiresAt = Date.parse(end);
  return Number.isNaN(expiresAt) ? undefined : { secret: new Secret(id, key, token), expiresAt };
}
