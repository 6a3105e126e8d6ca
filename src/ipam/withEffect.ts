import { IpamError } from "./IpamError.ts";

/** The error of a call of which an earlier try may have taken effect: then nothing is proven by a later one. */
export function withEffect(error: IpamError): IpamError {
  if (error.detail.effect === "maybe") return error;
  return new IpamError({ ...error.detail, effect: "maybe" }, { cause: error.cause });
}
