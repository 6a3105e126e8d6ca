import { IpamError } from "../ipam/IpamError.ts";
import type { Credentials } from "./Credentials.ts";
import { hideCredentials } from "./hideCredentials.ts";

/** The error with every secret of the request taken out of its texts. */
export function withoutCredentials(
  error: IpamError,
  credentials: Pick<Credentials, "accessKeySecret" | "securityToken"> | undefined,
): IpamError {
  const hidden = Object.entries(error.detail).flatMap(([name, value]) => {
    const text = typeof value === "string" ? hideCredentials(value, credentials) : value;
    return text === value ? [] : [[name, text]];
  });
  if (hidden.length === 0) return error;
  return new IpamError({ ...error.detail, ...Object.fromEntries(hidden) }, { cause: error.cause });
}
