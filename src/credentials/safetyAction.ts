import type { SafetyAction } from "./SafetyPolicy.ts";

/** What a rule's word means; see parseSafetyPolicy. */
export function safetyAction(word: string): SafetyAction {
  const lower = word.trim().toLowerCase();
  if (lower === "" || lower === "allow") return "allow";
  return lower === "deny" ? "deny" : "confirm";
}
