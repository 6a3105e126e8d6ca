import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import type { IpamError } from "../../ipam/IpamError.ts";
import { isWithoutEffect } from "../../ipam/isWithoutEffect.ts";
import { oneLine } from "../common/oneLine.ts";
import { ageText } from "./ageText.ts";
import type { DryRunState } from "./DryRuns.ts";
import type { Translate } from "./Translate.ts";

/** What a sentence about dry runs is said with. */
export interface DryRunTelling {
  readonly t: Translate;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What an error was, in a few words of the person's language. */
  readonly what: (error: IpamError) => string;
  /** The account whose credentials are used, in a few words. */
  readonly account: string;
}

/**
 * What the lens says that starts a dry run: what the last one found, as long as that holds.
 * @param pairs how many associations would be checked; the last one may have been of some of them
 */
export function dryRunText(state: DryRunState, pairs: number, telling: DryRunTelling): string {
  const { t, account } = telling;
  switch (state.state) {
    case "none":
      return pairs === 1 ? t("Dry-run dissociation") : t("Dry-run dissociation…");
    case "running": {
      const regions = [...new Set(state.targets.map(({ region }) => region))].join(", ");
      return `${icon("loading~spin")}${t("Dry run in {0}, account {1}…", regions, account)}`;
    }
    case "stale":
      return staleText(state.why, t);
    case "fresh": {
      const { checks } = state;
      const text = checks.length === 1 ? oneText(checks[0], telling) : allText(checks, telling);
      return checks.length < pairs ? t("{0} of {1} checked: {2}", checks.length, pairs, `\u00a0${text}`) : text;
    }
  }
}

function staleText(why: Extract<DryRunState, { state: "stale" }>["why"], t: Translate): string {
  switch (why) {
    case "edited":
      return t("Dry-run again: edited since the last one");
    case "otherPairs":
      return t("Dry-run again: the associations changed since the last one");
    case "old":
      return t("Dry-run again: the last one is over 5 minutes old");
  }
}

function oneText(check: DissociationCheck | undefined, { t, now, what }: DryRunTelling): string {
  switch (check?.verdict) {
    case "ready": {
      const age = ageText(check.checkedAt, now, t);
      return check.unproven
        ? `${icon("warning")}${t("Dry run passed {0}, and may have changed something", age)}`
        : `${icon("pass")}${t("Dry run passed {0}", age)}`;
    }
    case "refused":
      return `${icon("error")}${t("Would be refused: {0}", refusal(check, { t, what }))}`;
    case "cannotTell":
      return `${icon("question")}${t("Cannot tell: {0}", sentence(what(check.error)))}`;
    case "alarm":
      return `${icon("warning")}${t("The dry run may have been the change itself")}`;
    case undefined:
      return t("Dry-run dissociation");
  }
}

function allText(checks: readonly DissociationCheck[], { t, now }: DryRunTelling): string {
  const count = (verdict: DissociationCheck["verdict"]) => checks.filter((check) => check.verdict === verdict).length;
  const [passed, refused, open, alarms] = [count("ready"), count("refused"), count("cannotTell"), count("alarm")];
  const age = ageText(Math.min(...checks.map(({ checkedAt }) => checkedAt)), now, t);
  if (alarms > 0) return `${icon("warning")}${t("Dry runs {0}: {1} may have been the change itself", age, alarms)}`;
  if (passed === checks.length) {
    const unproven = checks.filter((check) => !isWithoutEffect(check)).length;
    return unproven > 0
      ? `${icon("warning")}${t("{0} dry runs passed {1}, and {2} may have changed something", passed, age, unproven)}`
      : `${icon("pass")}${t("{0} dry runs passed {1}", passed, age)}`;
  }
  return `${icon(refused > 0 ? "error" : "question")}${t("Dry runs {0}: {1} passed, {2} would be refused, {3} cannot tell", age, passed, refused, open)}`;
}

function refusal(
  check: Extract<DissociationCheck, { verdict: "refused" }>,
  { t, what }: Pick<DryRunTelling, "t" | "what">,
): string {
  switch (check.why) {
    case "ownDefault":
      return t("the IPAM's own default discovery");
    case "notAssociated":
      return t("not associated any more");
    case "service":
      return check.error ? sentence(what(check.error)) : t("by the service");
  }
}

/** A sentence at the end of a lens: without its full stop, and no longer than there is room. */
function sentence(text: string): string {
  return oneLine(text.replace(/[.。]$/, ""), 80);
}

/** An icon before a text; a lens would swallow a common space after it. */
function icon(name: string): string {
  return `$(${name})\u00a0`;
}
