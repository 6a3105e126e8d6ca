import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import { pageHtml } from "./pageHtml.ts";

/** What a panel is made from. */
export interface PanelParts {
  readonly extensionUri: vscode.Uri;
  /** Such as `plan`: ends its view type, and names its script and its style below media/. */
  readonly kind: string;
  readonly title: string;
  /** Styles below media/ that come before its own, without endings. */
  readonly styles?: readonly string[];
  /** The places of its page, without a text from outside. */
  readonly body: string;
  /** Whether what a person types still goes where it went before. */
  readonly preserveFocus?: boolean;
  readonly onMessage: (message: unknown) => void;
  /** Called once, when the person closes it or it is disposed of. */
  readonly onClosed: () => void;
}

/** Pictures closer together than this are one. Milliseconds. */
const drawnEveryMs = 100;

/**
 * A webview with a page of this extension: nothing but its own scripts and styles is let in, and every text comes as a
 * message.
 */
export class Panel<Page> implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #onClosed: () => void;
  #due: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor({
    extensionUri,
    kind,
    title,
    styles = [],
    body,
    preserveFocus = false,
    onMessage,
    onClosed,
  }: PanelParts) {
    const media = vscode.Uri.joinPath(extensionUri, "media");
    this.#panel = vscode.window.createWebviewPanel(
      `ipamExplorer.${kind}`,
      title,
      { viewColumn: vscode.ViewColumn.Active, preserveFocus },
      { enableScripts: true, localResourceRoots: [media] },
    );
    this.#onClosed = onClosed;
    const { webview } = this.#panel;
    this.#subscriptions = [webview.onDidReceiveMessage(onMessage), this.#panel.onDidDispose(() => this.dispose())];
    const address = (file: string) => String(webview.asWebviewUri(vscode.Uri.joinPath(media, file)));
    webview.html = pageHtml(
      {
        nonce: randomUUID(),
        script: address(`${kind}.js`),
        styles: [...styles, kind].map((style) => address(`${style}.css`)),
        language: vscode.env.language,
      },
      body,
    );
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get isVisible(): boolean {
    return !this.#isClosed && this.#panel.visible;
  }

  set title(title: string) {
    if (!this.#isClosed) this.#panel.title = title;
  }

  reveal(preserveFocus = false): void {
    this.#panel.reveal(undefined, preserveFocus);
  }

  /** Draws before long; asked for again until then, it does so once, as it was asked first. */
  soon(draw: () => void): void {
    this.#due ??= setTimeout(draw, drawnEveryMs);
  }

  /** Tells the page what to show, and so does what was to be done soon. After the end there is nobody to tell. */
  show(page: Page): void {
    this.#cancelDue();
    if (!this.#isClosed) void this.#panel.webview.postMessage(page);
  }

  dispose(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancelDue();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#panel.dispose();
    this.#onClosed();
  }

  #cancelDue(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
  }
}
