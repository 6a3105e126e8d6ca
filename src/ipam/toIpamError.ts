import { IpamError } from "./IpamError.ts";

/** The error as an IpamError. Anything else thrown where only IpamError may be is a fault of the program. */
export function toIpamError(error: unknown): IpamError {
  if (error instanceof IpamError) return error;
  return new IpamError(
    {
      reason: "unexpected",
      what: "The extension met a fault of its own.",
      advice: "The log has the details; please report them.",
      effect: "maybe",
    },
    { cause: error },
  );
}
