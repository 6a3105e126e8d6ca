import * as vscode from "vscode";
import { DetailPanel, type DetailPanelParts } from "./DetailPanel.ts";
import { subjectFrom } from "./subjectFrom.ts";

/** Command `ipamExplorer.showDetails`: one panel for each IPAM or association. */
export class DetailCommand implements vscode.Disposable {
  readonly #parts: DetailPanelParts;
  readonly #panels = new Map<string, DetailPanel>();

  constructor(parts: DetailPanelParts) {
    this.#parts = parts;
  }

  async run(clicked?: unknown): Promise<void> {
    const session = await this.#parts.sessions.ensure();
    const subject = session && subjectFrom(clicked, session.profile.id);
    if (!subject) {
      void vscode.window.showInformationMessage(vscode.l10n.t("This command needs an association to work on."));
      return;
    }
    const key = JSON.stringify([subject.profile, subject.region, subject.ipamId, subject.discoveryId]);
    const open = this.#panels.get(key);
    if (open) open.reveal();
    else this.#panels.set(key, new DetailPanel(this.#parts, subject, () => this.#panels.delete(key)));
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }
}
