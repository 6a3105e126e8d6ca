import * as vscode from "vscode";
import type { Loss } from "../../ipam/LossWatch.ts";

/**
 * An association that is gone though no message of its own says why.
 * @param subject names both ends
 * @param impact what the IPAM no longer sees, in a phrase
 */
export function lossText(loss: Loss, subject: string, impact: string): string {
  const { t } = vscode.l10n;
  return [t("No longer associated: {0}.", subject), whyText(loss), t("The IPAM no longer sees: {0}.", impact)].join(
    " ",
  );
}

/**
 * Many associations that are gone at once, in one message.
 * @param names of some of them
 */
export function lossesText(losses: readonly Loss[], names: readonly string[]): string {
  const { t } = vscode.l10n;
  const causes = new Set(losses.map(({ why }) => why.cause));
  const why = causes.has("unreadable")
    ? t("The history of changes could not be read, so it is not known whether changes from this machine ended them.")
    : causes.has("perhapsOwn")
      ? t("A change from this machine may have ended some of them. Someone else may have acted, too.")
      : t(
          "The history of this machine holds no change that ended them: a share may have been stopped, or someone else acted.",
        );
  return [
    t("No longer associated: {0} resource discoveries, among them {1}.", losses.length, names.join("; ")),
    why,
  ].join(" ");
}

/** Says no more than the history of this machine shows. */
function whyText({ why }: Loss): string {
  const { t } = vscode.l10n;
  switch (why.cause) {
    case "notJournalled":
      return t(
        "The history of this machine holds no change that ended it: a share may have been stopped, or someone else acted.",
      );
    case "perhapsOwn":
      return t(
        "A change from this machine at {0} may have ended it. Someone else may have acted, too.",
        new Date(why.change.intent.at).toLocaleString(vscode.env.language),
      );
    case "unreadable":
      return t(
        "The history of changes could not be read, so it is not known whether a change from this machine ended it.",
      );
  }
}
