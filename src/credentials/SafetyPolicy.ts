import { parseJsonObject } from "../ipam/parseJsonObject.ts";
import { safetyAction } from "./safetyAction.ts";

/** What the Aliyun CLI does with a command that a rule matches. */
export type SafetyAction = "allow" | "deny" | "confirm";

/** The Aliyun CLI's safety policy: rules, of which the first that matches decides. */
export interface SafetyPolicy {
  readonly enabled: boolean;
  /** A pattern is `product:Action`, where `*` stands for any text. */
  readonly rules: readonly { readonly pattern: string; readonly action: SafetyAction }[];
}

/**
 * Reads the text of `~/.aliyun/safety-policy.json`. Undefined when it is damaged.
 *
 * The format is that of the CLI's source (sysconfig/safety/policy.go): `forbid` is another word for `confirm`, and no
 * word means `allow`. A word that the CLI does not know, it passes over; here it asks to confirm.
 */
export function parseSafetyPolicy(text: string): SafetyPolicy | undefined {
  const fields = parseJsonObject(text);
  if (!fields) return undefined;
  const { enabled = false, rules } = fields;
  const rows = rules ?? [];
  if (typeof enabled !== "boolean" || !Array.isArray(rows)) return undefined;
  return {
    enabled,
    rules: rows.flatMap((row: unknown) => {
      const { pattern, action = "" }: Partial<Record<string, unknown>> = { ...Object(row) };
      return typeof pattern === "string" ? [{ pattern, action: safetyAction(String(action)) }] : [];
    }),
  };
}
