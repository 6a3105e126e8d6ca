import type { Translate } from "./Translate.ts";

/**
 * How long ago something was read or checked, in words that stay true for a minute.
 * @param then and now are ms since 1970
 */
export function ageText(then: number, now: number, t: Translate): string {
  const minutes = Math.floor(Math.max(0, now - then) / 60_000);
  if (minutes < 1) return t("just now");
  if (minutes < 60) return t("{0} min ago", minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t("{0} h ago", hours) : t("{0} days ago", Math.floor(hours / 24));
}
