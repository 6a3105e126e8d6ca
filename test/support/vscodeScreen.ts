// As much of VS Code as the commands of a window need: English texts, and a record of what is on the screen.
import { l10n } from "../simulation/vscodeTexts.ts";

export { l10n };

/** A progress notification. */
export interface ShownProgress {
  readonly title: string;
  message: string;
  isClosed: boolean;
  /** What its Cancel button does. */
  cancel: () => void;
}

/** A message, with the titles of its buttons. */
export interface ShownMessage {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** What a person sees and chooses. */
export const screen = {
  messages: [] as ShownMessage[],
  progress: [] as ShownProgress[],
  /** What pages were sent, the latest last. */
  pages: [] as unknown[],
  /** Presses a button of the page that was opened last. */
  press: (_message: unknown): void => {},
  /** The button that a person presses in a dialog. */
  answer: "Dissociate",
  /** The detail of each dialog. */
  dialogs: [] as string[],
};

/** Empties the screen. */
export function clearScreen(): void {
  screen.messages.length = 0;
  screen.progress.length = 0;
  screen.pages.length = 0;
  screen.dialogs.length = 0;
  screen.answer = "Dissociate";
}

export const env = { language: "en" };
export const ViewColumn = { Active: -1 };
export const ProgressLocation = { Notification: 15, Window: 10 };
export const CodeActionKind = {};
export class ThemeIcon {}

export class EventEmitter {
  readonly event = () => nothing;
  fire(): void {}
  dispose(): void {}
}

export const Uri = { joinPath: (...parts: readonly unknown[]) => parts.join("/") };

export const workspace = {
  isTrusted: true,
  getConfiguration: () => ({ get: (name: string) => (name === "confirmation" ? "button" : undefined) }),
  onDidGrantWorkspaceTrust: () => nothing,
};

export const window = {
  showInformationMessage: showMessage,
  showWarningMessage: showMessage,
  showErrorMessage: showMessage,
  showQuickPick: async ([first]: readonly unknown[]) => first,
  createOutputChannel: () => ({ info() {}, warn() {}, error() {}, debug() {}, show() {}, dispose() {} }),
  withProgress: showProgress,
  createWebviewPanel: () => ({
    visible: true,
    reveal() {},
    dispose() {},
    onDidDispose: () => nothing,
    webview: {
      html: "",
      asWebviewUri: (uri: unknown) => uri,
      postMessage: async (page: unknown) => screen.pages.push(page) > 0,
      onDidReceiveMessage: (onMessage: (message: unknown) => void) => {
        screen.press = onMessage;
        return nothing;
      },
    },
  }),
};

const nothing = { dispose() {} };

interface Dialog {
  readonly modal: true;
  readonly detail: string;
}

/** Answers a dialog; nobody presses a button of a message. */
async function showMessage(
  text: string,
  ...more: readonly (string | Dialog | { readonly title: string })[]
): Promise<unknown> {
  const [dialog] = more;
  if (typeof dialog === "object" && "modal" in dialog) {
    screen.dialogs.push(dialog.detail);
    return more.find((one) => typeof one === "object" && "title" in one && one.title === screen.answer);
  }
  screen.messages.push({ text, buttons: more.filter((one) => typeof one === "string") });
  return undefined;
}

async function showProgress(
  { title }: { readonly title: string },
  work: (progress: unknown, token: unknown) => Promise<unknown>,
): Promise<unknown> {
  const shown: ShownProgress = { title, message: "", isClosed: false, cancel: () => {} };
  screen.progress.push(shown);
  const report = ({ message }: { readonly message: string }) => {
    shown.message = message;
  };
  const onCancellationRequested = (onCancel: () => void) => {
    shown.cancel = onCancel;
    return nothing;
  };
  const result = await work({ report }, { onCancellationRequested });
  shown.isClosed = true;
  return result;
}
