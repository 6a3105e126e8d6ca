import { createHash } from "node:crypto";

/** The variable part of an id: lower-case letters and digits, the same for the same seed. At most 40 characters. */
export function idSuffix(seed: string, length: number): string {
  const digest = createHash("sha256").update(seed).digest("hex");
  return BigInt(`0x${digest}`).toString(36).slice(-length);
}
