import * as vscode from "vscode";
import type { IacReader } from "../../iac/IacReader.ts";
import type { PlanReading } from "../../iac/plan/PlanReading.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import { explain } from "../common/explain.ts";
import { PlanFileFault } from "./PlanFileFault.ts";
import { PlanPanel, type PlanPanelParts } from "./PlanPanel.ts";
import { planFaultText } from "./planFaultText.ts";
import { readPlanText } from "./readPlanText.ts";

/** The command that shows what a plan would end. No program is run for it: the plan is a file. */
export class PlanCommands implements vscode.Disposable {
  readonly #parts: PlanPanelParts;
  readonly #reader: () => Promise<IacReader>;
  readonly #panels = new Map<string, PlanPanel>();

  constructor(parts: PlanPanelParts, reader: () => Promise<IacReader>) {
    this.#parts = parts;
    this.#reader = reader;
  }

  /**
   * Command `ipamExplorer.checkPlan`: of a file given, of the plan in the active editor, or of one that is chosen.
   * @returns what was read; undefined when nothing was chosen or the file is no plan
   */
  async checkPlan(given?: unknown): Promise<PlanReading | undefined> {
    const uri = given instanceof vscode.Uri ? given : (planInEditor() ?? (await choose()));
    if (!uri) return undefined;
    const file = uri.path.split("/").at(-1) ?? uri.path;
    const reading = await this.#read(uri, file);
    if (!reading) return undefined;
    this.#openAccount();
    const key = uri.toString();
    const open = this.#panels.get(key);
    if (open) open.show(reading);
    else this.#panels.set(key, new PlanPanel(this.#parts, file, reading, () => this.#panels.delete(key)));
    return reading;
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
  }

  async #read(uri: vscode.Uri, file: string): Promise<PlanReading | undefined> {
    const location = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Reading the plan…") };
    try {
      return await vscode.window.withProgress(location, async () => {
        const [reader, text] = await Promise.all([this.#reader(), readPlanText(uri)]);
        const reading = await reader.readPlan(text);
        if (reading.skipped === "unreadable") throw new PlanFileFault("cut");
        return reading;
      });
    } catch (error) {
      this.#parts.log.error("Reading a plan", error);
      const text = error instanceof PlanFileFault ? planFaultText(error, file) : explain(toIpamError(error)).text;
      void vscode.window.showErrorMessage(text);
      return undefined;
    }
  }

  /** The person asked what a plan would end, which only an account tells; without the network, one that is open does. */
  #openAccount(): void {
    if (!vscode.workspace.isTrusted) return;
    this.#parts.sessions.ensure().catch((error: unknown) => this.#parts.log.error("Opening the last profile", error));
  }
}

/** The file of the active editor, when it begins as a plan does. */
function planInEditor(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const start = document?.getText(new vscode.Range(0, 0, 3, 200));
  return start && /^\s*\{\s*"format_version"/.test(start) ? document?.uri : undefined;
}

async function choose(): Promise<vscode.Uri | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("Choose a plan, as terraform show -json writes it"),
      openLabel: vscode.l10n.t("Check Plan"),
      filters: { JSON: ["json"] },
    })) ?? [];
  return chosen;
}
