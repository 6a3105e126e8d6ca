import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { AddressBlock } from "../../ipam/AddressBlock.ts";
import { addressBlocks } from "../../ipam/addressBlocks.ts";
import type { BlockArrangement, BlockColumn } from "../../ipam/arrangeBlocks.ts";
import { Cidr } from "../../ipam/Cidr.ts";
import { exportBlocks } from "../../ipam/exportBlocks.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { explain } from "../common/explain.ts";
import type { Log } from "../common/Log.ts";
import { oneLine } from "../common/oneLine.ts";
import { plainText } from "../common/plainText.ts";
import { saveExport } from "../common/saveExport.ts";
import type { DetailPage } from "./DetailPage.ts";
import type { DetailReading } from "./DetailReading.ts";
import { type DetailSubject, knownSubject } from "./DetailSubject.ts";
import { detailAction } from "./detailAction.ts";
import { detailFrame, subjectName } from "./detailFrame.ts";
import { detailHtml } from "./detailHtml.ts";
import { detailRows } from "./detailRows.ts";
import { detailView } from "./detailView.ts";
import { readDetail } from "./readDetail.ts";
import { subjectFields } from "./subjectFields.ts";

/** What panels share. */
export interface DetailPanelParts {
  readonly sessions: Sessions;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
}

/** Pictures closer together than this are one. Milliseconds. */
const redrawEveryMs = 120;

/** So many resources are drawn while others are still read; more of them would only be drawn over and over. */
const mostDrawnUnfinished = 4_000;

/** The detail view of an IPAM or an association: reads when it opens and when it is asked to, and at no other time. */
export class DetailPanel implements vscode.Disposable {
  readonly #parts: DetailPanelParts;
  readonly #subject: DetailSubject;
  readonly #panel: vscode.WebviewPanel;
  readonly #subscriptions: readonly { dispose(): void }[];
  #work: AbortController | undefined;
  #reading: DetailReading | undefined;
  #blocks: readonly AddressBlock[] = [];
  #arrangement: BlockArrangement = { search: "", column: "cidr", descending: false };
  #zoom: readonly Cidr[] = [];
  #status = "";
  #redraw: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** @param onClosed called when the person closes it */
  constructor(parts: DetailPanelParts, subject: DetailSubject, onClosed: () => void) {
    this.#parts = parts;
    this.#subject = subject;
    const media = vscode.Uri.joinPath(parts.extensionUri, "media");
    const known = knownSubject(parts.sessions.find(subject.profile)?.inventory, subject);
    this.#panel = vscode.window.createWebviewPanel(
      "ipamExplorer.details",
      subjectName(subject, known),
      vscode.ViewColumn.Active,
      { enableScripts: true, localResourceRoots: [media] },
    );
    const { webview } = this.#panel;
    this.#subscriptions = [
      webview.onDidReceiveMessage((message: unknown) => this.#act(message)),
      // What was under way waits for the lists of an account that is closed now.
      parts.sessions.onDidChangeShown(() => this.#work && void this.#read(false)),
      this.#panel.onDidDispose(() => {
        this.dispose();
        onClosed();
      }),
    ];
    const address = (name: string) => String(webview.asWebviewUri(vscode.Uri.joinPath(media, name)));
    webview.html = detailHtml({
      nonce: randomUUID(),
      script: address("details.js"),
      style: address("details.css"),
      language: vscode.env.language,
    });
    void this.#read(false);
  }

  /** What the inventory says of it. */
  get #known() {
    return knownSubject(this.#parts.sessions.find(this.#subject.profile)?.inventory, this.#subject);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#isClosed = true;
    clearTimeout(this.#redraw);
    this.#work?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#panel.dispose();
  }

  /** A later reading takes the place of the one under way. What was read before stays in sight until it is complete. */
  async #read(anew: boolean): Promise<void> {
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    this.#status = "";
    const isFirst = this.#reading === undefined;
    try {
      const session = await this.#parts.sessions.forProfile(this.#subject.profile);
      const isOpen = session === this.#parts.sessions.find(this.#subject.profile);
      const reading = await readDetail(this.#subject, session, {
        signal: work.signal,
        now: Date.now,
        anew: anew || !isOpen,
        onProgress: (progress) => {
          if (this.#work !== work) return;
          this.#status = vscode.l10n.t("Reading: {0} of {1} lists answered…", progress.answers.length, progress.asked);
          const found = progress.answers.reduce((sum, { resources }) => sum + resources.length, 0);
          const isShown = isFirst && found <= mostDrawnUnfinished;
          if (isShown) this.#reading = progress;
          this.#drawSoon(isShown);
        },
      });
      for (const { region, error } of reading.answers) if (error) this.#parts.log.error(`Details in ${region}`, error);
      if (this.#work !== work) return;
      this.#reading = reading;
      this.#status = "";
    } catch (error) {
      if (work.signal.aborted) return;
      this.#parts.log.error("Reading details", error);
      this.#status = explain(toIpamError(error)).text;
    }
    if (this.#work === work) this.#work = undefined;
    this.#draw("all");
  }

  /** @param all whether there may be new rows */
  #drawSoon(all: boolean): void {
    this.#redraw ??= setTimeout(() => this.#draw(all ? "all" : "frame"), redrawEveryMs);
  }

  #draw(extent: "all" | "view" | "frame"): void {
    clearTimeout(this.#redraw);
    this.#redraw = undefined;
    // A dialog or a reading may end after the person closed the panel.
    if (this.#isClosed) return;
    if (extent === "all") {
      this.#blocks = addressBlocks(this.#reading?.answers.flatMap(({ resources }) => resources) ?? []);
    }
    const known = this.#reading?.subject ?? this.#known;
    this.#panel.title = subjectName(this.#subject, known);
    const page: DetailPage = {
      frame: detailFrame({
        subject: this.#subject,
        known,
        reading: this.#reading,
        blocks: this.#blocks,
        status: this.#status,
        busy: this.#work !== undefined,
      }),
      ...(extent === "all" && { rows: detailRows(this.#blocks) }),
      ...(extent !== "frame" && { view: detailView(this.#blocks, this.#arrangement, this.#zoom) }),
    };
    void this.#panel.webview.postMessage(page);
  }

  #act(message: unknown): void {
    const asked = detailAction(message);
    switch (asked?.action) {
      case "ready":
        this.#draw("all");
        break;
      case "refresh":
        void this.#read(true);
        break;
      case "export":
        void this.#export();
        break;
      case "copy":
        void this.#copy(asked.field);
        break;
      case "search":
        this.#arrangement = { ...this.#arrangement, search: asked.text };
        this.#draw("view");
        break;
      case "sort":
        this.#sort(asked.column);
        break;
      case "zoom":
        this.#zoomTo(asked.cidr);
    }
  }

  #sort(column: BlockColumn): void {
    const descending = this.#arrangement.column === column && !this.#arrangement.descending;
    this.#arrangement = { ...this.#arrangement, column, descending };
    this.#draw("view");
  }

  #zoomTo(text: string): void {
    const cidr = Cidr.parse(text);
    this.#zoom = cidr ? [...this.#zoom.filter((one) => one.contains(cidr) && one.compare(cidr) !== 0), cidr] : [];
    this.#draw("view");
  }

  async #copy(field: number): Promise<void> {
    const known = this.#reading?.subject ?? this.#known;
    const chosen = subjectFields(this.#subject, known)[field];
    if (!chosen?.isId) return;
    await vscode.env.clipboard.writeText(oneLine(chosen.text, 200));
    this.#status = vscode.l10n.t("Copied {0}.", plainText(chosen.text));
    this.#draw("frame");
  }

  /** Writes what the table shows, in its order. */
  async #export(): Promise<void> {
    const { t } = vscode.l10n;
    const blocks = this.#blocks;
    const { order } = detailView(blocks, this.#arrangement, []);
    const shown = order.flatMap((place) => blocks[place] ?? []);
    const isPartial = this.#work !== undefined || this.#reading?.answers.some(({ error }) => error) === true;
    try {
      const file = await saveExport({
        title: t("Export Address Blocks"),
        name: this.#subject.discoveryId ?? this.#subject.ipamId,
        contents: (format) => exportBlocks(shown, blocks, format),
      });
      if (!file) return;
      this.#status = isPartial
        ? t("Exported {0} blocks; what could not be read is missing.", shown.length)
        : t("Exported {0} blocks.", shown.length);
    } catch (error) {
      this.#parts.log.error("Exporting address blocks", error);
      this.#status = t("The blocks could not be written to that file.");
    }
    this.#draw("frame");
  }
}
