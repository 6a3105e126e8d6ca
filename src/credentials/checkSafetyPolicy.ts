import type { SafetyAction, SafetyPolicy } from "./SafetyPolicy.ts";

/** What a policy says about a call, and by which rule. */
export interface SafetyVerdict {
  readonly action: SafetyAction;
  /** The pattern of the rule that decided. Text from a file. */
  readonly pattern?: string;
}

/**
 * What a safety policy says about an action of VPC IPAM: the first rule that matches decides, upper and lower case being
 * the same. A rule may name the action as the API does or, as for the CLI's plugins, in words with hyphens.
 */
export function checkSafetyPolicy({ enabled, rules }: SafetyPolicy, action: string): SafetyVerdict {
  if (!enabled) return { action: "allow" };
  const hyphened = action.replace(/(?<=[a-z])(?=[A-Z])/g, "-");
  const names = [action, hyphened].map((name) => `vpcipam:${name}`.toLowerCase());
  const rule = rules.find(({ pattern }) => names.some((name) => matches(pattern.trim().toLowerCase(), name)));
  return rule ? { action: rule.action, pattern: rule.pattern } : { action: "allow" };
}

/** Part by part, the leftmost place of each being as good as any: a regular expression could take for ever. */
function matches(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (pattern === "" || !name.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return name === first;
  let place = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, place);
    if (found < 0) return false;
    place = found + part.length;
  }
  return name.length - last.length >= place && name.endsWith(last);
}
