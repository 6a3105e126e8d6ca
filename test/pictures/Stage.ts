import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { Simulator } from "../../src/simulator/Simulator.ts";
import { VsCodeServer } from "../support/VsCodeServer.ts";
import { Workbench } from "../support/Workbench.ts";
import { type BoundCommand, chordOf, keybindings } from "./keybindings.ts";
import type { Language } from "./Language.ts";
import { organisation } from "./organisation.ts";
import { Words } from "./Words.ts";
import { writeModule } from "./writeModule.ts";

/** The colours that a picture is taken in. */
export type Theme = "light" | "dark" | "high-contrast";

/** Of the side bar in most pictures, in pixels: no row of the tree is cut off. */
const sidebarWidth = 560;

const themes: Readonly<Record<Theme, string>> = {
  light: "Default Light Modern",
  dark: "Default Dark Modern",
  "high-contrast": "Default High Contrast",
};

export interface StageOptions {
  readonly language: Language;
  readonly theme: Theme;
  readonly viewport: { readonly width: number; readonly height: number };
}

/** A VS Code window with a simulated cloud behind it, in one language and one theme, to take pictures of. */
export class Stage {
  readonly words: Words;
  readonly simulator: Simulator;
  readonly workbench: Workbench;
  readonly #server: VsCodeServer;
  readonly #folder: string;

  /** Opens the window on a module of Terraform, with the view in sight and nobody signed in. */
  static async open({ language, theme, viewport }: StageOptions): Promise<Stage> {
    const folder = mkdtempSync(path.join(tmpdir(), "ipam-pictures-"));
    const workspace = path.join(folder, "network");
    writeModule(workspace);
    const user = path.join(folder, "user-data", "User");
    mkdirSync(user, { recursive: true });
    writeFileSync(path.join(user, "keybindings.json"), keybindings());
    const simulator = await Simulator.start({ organisation: organisation() });
    const server = await VsCodeServer.start({
      folder,
      ...(language === "en" ? {} : { language }),
      // The keychain is tested elsewhere; here nothing is to depend on what this machine has.
      env: { HOME: folder },
      settings: {
        "git.enabled": true,
        "files.autoSave": "off",
        "window.title": "network",
        "window.commandCenter": false,
        "workbench.layoutControl.enabled": false,
        "workbench.navigationControl.enabled": false,
        "workbench.colorTheme": themes[theme],
        "window.autoDetectColorScheme": false,
        "window.autoDetectHighContrast": false,
        "editor.minimap.enabled": false,
        "remote.autoForwardPorts": false,
        "ipamExplorer.endpoint": simulator.endpoint,
        "ipamExplorer.credentialStore": "session",
      },
    });
    const workbench = await Workbench.open(server, workspace, path.join(folder, "browser"), { viewport });
    const stage = new Stage(new Words(language), simulator, workbench, server, folder);
    await workbench.openView();
    return stage;
  }

  private constructor(words: Words, simulator: Simulator, workbench: Workbench, server: VsCodeServer, folder: string) {
    this.words = words;
    this.simulator = simulator;
    this.workbench = workbench;
    this.#server = server;
    this.#folder = folder;
  }

  get page(): Page {
    return this.workbench.page;
  }

  /** The page of the extension that is in front. */
  get webview(): FrameLocator {
    return this.page.locator("iframe.webview.ready").last().contentFrame().locator("#active-frame").contentFrame();
  }

  /** Runs a command by its keys. */
  async run(command: BoundCommand): Promise<void> {
    await this.page.keyboard.press(chordOf(command));
  }

  /** Presses an entry of a row's menu. */
  async choose(row: string, title: string): Promise<void> {
    await this.workbench.contextMenu(this.workbench.row(row));
    await this.workbench.pressMenu(this.words.title(title));
  }

  /**
   * Adds a profile with the key of an account of the demo organisation, its hub unless told otherwise; resolves once its
   * regions are read.
   */
  async signIn(name: string, position = 0, row = "payments-hangzhou"): Promise<void> {
    const { words, workbench, simulator } = this;
    const [key] = simulator.organisation.accounts[position]?.accessKeys ?? [];
    if (!key) throw new Error("The simulator has no key.");
    await this.run("ipamExplorer.addProfile");
    await workbench.answerInput(words.say("A name for this account, such as production"), name);
    await workbench.pick(words.say("AccessKey pair"));
    await workbench.answerInput(words.say("AccessKey id"), key.accessKeyId);
    await workbench.answerInput(words.say("AccessKey secret"), key.accessKeySecret);
    await workbench.notification(words.piece("Signed in as account {0}. {1}")).waitFor();
    await workbench.row(row).waitFor();
    await this.loaded();
    await this.clear();
  }

  /** Waits until every region has answered. */
  async loaded(): Promise<void> {
    const { page } = this;
    await this.workbench.row(this.words.say("Reading regions…")).waitFor({ state: "detached" });
    await page.locator(".sidebar .monaco-progress-container.active").first().waitFor({ state: "hidden" });
    await page.locator(".sidebar .codicon-loading").first().waitFor({ state: "hidden" });
  }

  /** Takes away what the picture before has left: prompts, notifications, editors, the panel, the mouse. */
  async clear(): Promise<void> {
    const { page } = this;
    for (let prompts = 0; prompts < 3; prompts += 1) await page.keyboard.press("Escape");
    await this.run("workbench.action.focusActiveEditorGroup");
    await this.run("workbench.action.files.revert");
    await this.run("workbench.action.closePanel");
    await this.run("workbench.action.closeAllEditors");
    await page.locator(".editor-instance, .webview.ready").first().waitFor({ state: "detached" });
    await this.run("notifications.clearAll");
    await page.locator(".notification-toast").first().waitFor({ state: "detached" });
    await this.workbench.widenSidebar(sidebarWidth);
    await this.restMouse();
  }

  /** Moves the mouse to where nothing answers to it. */
  async restMouse(): Promise<void> {
    await this.page.mouse.move(700, this.size.height - 4);
    await this.page.locator(".workbench-hover").first().waitFor({ state: "hidden" });
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.page.viewportSize() ?? { width: 0, height: 0 };
  }

  /** The notification that says a message. */
  notification(english: string): Locator {
    return this.workbench.notification(this.words.piece(english));
  }

  async close(): Promise<void> {
    await this.workbench.close();
    await this.#server.stop();
    await this.simulator.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
