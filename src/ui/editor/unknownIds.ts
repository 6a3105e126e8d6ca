import * as vscode from "vscode";
import type { Reference } from "../../iac/Reference.ts";
import { plainText } from "../common/plainText.ts";
import { timeText } from "../dissociate/timeText.ts";
import type { KnownAccount } from "./KnownAccount.ts";

/** A literal id that the open account does not have. */
export interface UnknownId {
  readonly reference: Reference;
  readonly text: string;
}

/** The literal ids of a document that the open account does not have, where every list that would name them was read. */
export function unknownIds(
  references: readonly Reference[],
  account: Pick<KnownAccount, "name" | "knowledge">,
): readonly UnknownId[] {
  return references.flatMap((reference) => {
    const { form, kind, region } = reference;
    if (form !== "id" || (kind !== "ipam" && kind !== "discovery")) return [];
    const knowledge = account.knowledge(reference);
    if (knowledge.known !== "missing" || !knowledge.certain) return [];
    return [{ reference, text: text(kind, region, plainText(account.name), timeText(knowledge.readAt)) }];
  });
}

function text(kind: "ipam" | "discovery", region: string | undefined, account: string, time: string): string {
  const { t } = vscode.l10n;
  if (kind === "ipam") {
    return region === undefined
      ? t("The account {0} sees no IPAM with this id in any region, as read at {1}.", account, time)
      : t("The account {0} sees no IPAM with this id in {1}, as read at {2}.", account, region, time);
  }
  return region === undefined
    ? t("The account {0} sees no discovery with this id in any region, as read at {1}.", account, time)
    : t("The account {0} sees no discovery with this id in {1}, as read at {2}.", account, region, time);
}
