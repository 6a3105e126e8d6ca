import * as vscode from "vscode";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { plainText } from "../common/plainText.ts";
import type { ExplorerNode } from "./ExplorerNode.ts";
import type { ExplorerTree } from "./ExplorerTree.ts";

/** What a link names: an IPAM, or an association by both its ends. */
interface Linked {
  readonly account: string | undefined;
  readonly ipamId: string;
  readonly discoveryId?: string;
}

/**
 * Links of the form `vscode://<extension>/reveal?account=…&ipam=…&discovery=…`. Such a link may come from anywhere, so
 * that it only shows what it names: it starts no dry run, no change, and opens no other account than those that are shown.
 */
export class DeepLinks {
  readonly #sessions: Sessions;
  readonly #tree: ExplorerTree;
  readonly #view: vscode.TreeView<ExplorerNode>;

  constructor(sessions: Sessions, tree: ExplorerTree, view: vscode.TreeView<ExplorerNode>) {
    this.#sessions = sessions;
    this.#tree = tree;
    this.#view = view;
  }

  /** Someone followed a link. */
  async open(uri: vscode.Uri): Promise<void> {
    const { t } = vscode.l10n;
    const linked = parse(uri);
    if (!linked) {
      void vscode.window.showWarningMessage(t("This link names no IPAM and no association."));
      return;
    }
    await vscode.commands.executeCommand("ipamExplorer.ipams.focus");
    const session = await this.#sessions.ensure();
    if (!session) {
      void vscode.window.showInformationMessage(t("Add a profile or open the demo account first."));
      return;
    }
    const node = await this.#find(linked);
    if (node) {
      await this.#view.reveal(node, { focus: true, expand: true });
      return;
    }
    const account = plainText(session.profile.accountId);
    const named = plainText(linked.discoveryId ?? linked.ipamId);
    const other = linked.account !== undefined && this.#shown(linked.account).length === 0;
    void vscode.window.showWarningMessage(
      other
        ? t(
            "The link is about account {0}, and {1} is open. Switch to a profile of that account first.",
            plainText(linked.account ?? ""),
            account,
          )
        : t("{0} is not among what account {1} shows.", named, account),
    );
  }

  /** Command `ipamExplorer.copyLink`. */
  async copy(node: unknown): Promise<void> {
    const query = isNode(node) ? queryOf(node) : undefined;
    if (!query || !isNode(node) || !("profile" in node) || typeof node.profile !== "string") return;
    const account = this.#sessions.find(node.profile)?.profile.accountId;
    const all = new URLSearchParams({ ...(account && { account }), ...query });
    await vscode.env.clipboard.writeText(`${vscode.env.uriScheme}://${extension}/reveal?${all}`);
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Copied a link that reveals it here, and does nothing else."),
    );
  }

  /** Regions may still be read. */
  async #find({ account, ...ends }: Linked): Promise<ExplorerNode | undefined> {
    for (const { profile, inventory } of this.#shown(account)) {
      const wanted = { ...ends, profile: profile.id };
      const found = this.#tree.find(wanted);
      if (found) return found;
      await inventory.settled();
      const foundNow = this.#tree.find(wanted);
      if (foundNow) return foundNow;
    }
    return undefined;
  }

  /** The accounts that are shown, or those of the one that a link names. */
  #shown(account: string | undefined): readonly Session[] {
    return this.#sessions.shown.filter(({ profile }) => account === undefined || profile.accountId === account);
  }
}

const extension = "alicloud-ipam-explorer.alicloud-ipam-explorer";

function parse({ path, query }: vscode.Uri): Linked | undefined {
  if (path !== "/reveal") return undefined;
  const fields = new URLSearchParams(query);
  const [account, ipamId, discoveryId] = ["account", "ipam", "discovery"].map((name) => fields.get(name) ?? undefined);
  const isId = (text: string | undefined) => text === undefined || /^[\w-]{1,128}$/.test(text);
  if (ipamId === undefined || ![account, ipamId, discoveryId].every(isId)) return undefined;
  return { account, ipamId, ...(discoveryId !== undefined && { discoveryId }) };
}

function queryOf(node: ExplorerNode): Readonly<Record<string, string>> | undefined {
  if (node.kind === "ipam") return { ipam: node.joined.ipam.ipamId };
  if (node.kind !== "association") return undefined;
  return { ipam: node.association.ipamId, discovery: node.association.discoveryId };
}

function isNode(value: unknown): value is ExplorerNode {
  return typeof value === "object" && value !== null && "kind" in value;
}
