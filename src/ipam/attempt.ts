import { IpamError } from "./IpamError.ts";
import { toIpamError } from "./toIpamError.ts";

/** How a call came out. */
export type Attempt<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: IpamError };

/** Lets a call fail without ending those beside it. */
export async function attempt<T>(asked: Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await asked };
  } catch (error) {
    return { error: toIpamError(error) };
  }
}

/** @throws the error of a call that was cancelled */
export function throwIfCancelled(...attempts: readonly Attempt<unknown>[]): void {
  const cancelled = attempts.find(({ error }) => error instanceof IpamError && error.reason === "cancelled");
  if (cancelled?.error) throw cancelled.error;
}
