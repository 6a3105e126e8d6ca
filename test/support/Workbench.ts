import type { BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { type BrowserOptions, openBrowser } from "./openBrowser.ts";
import type { VsCodeServer, WindowOptions } from "./VsCodeServer.ts";

/** A row of the tree in the side bar, as it stands there. */
export interface TreeRow {
  readonly label: string;
  readonly description: string;
  /** 1 at the top. */
  readonly level: number;
  /** Undefined where a row has no children. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  /** What a screen reader says. */
  readonly ariaLabel: string;
}

/** A modal dialog, as it stands there. */
export interface Dialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  /** The button that Enter presses. */
  readonly focused: string;
}

/** An entry of the quick pick, as it stands there. */
export interface QuickPickEntry {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Undefined where one entry only can be chosen. */
  readonly checked: boolean | undefined;
}

/** A VS Code window in a real browser, by what a person sees and presses. Every wait is for something visible. */
export class Workbench {
  readonly page: Page;
  readonly #context: BrowserContext;
  /** The row whose menu was opened last. */
  #menuOf: Locator | undefined;

  /**
   * Opens a window; resolves once it is drawn. The extension host starts some seconds later.
   * @param browserFolder where the browser keeps a window's state, given to find it again in a later window of the
   * same address; a folder of its own when not given
   */
  static async open(
    server: VsCodeServer,
    workspace: string,
    browserFolder?: string,
    options: WindowOptions & BrowserOptions = {},
  ): Promise<Workbench> {
    const context = await openBrowser(browserFolder, options);
    const page = context.pages()[0] ?? (await context.newPage());
    page.setDefaultTimeout(60_000);
    await page.goto(server.url(workspace, options));
    await page.locator(".monaco-workbench .statusbar-item").first().waitFor();
    return new Workbench(context, page);
  }

  private constructor(context: BrowserContext, page: Page) {
    this.#context = context;
    this.page = page;
  }

  /** Loads the window anew; it then follows changed settings, and its extension host starts anew. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.page.locator(".monaco-workbench .statusbar-item").first().waitFor();
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  // Views and trees

  /** Opens a view by its icon in the activity bar. */
  async openView(title = "IPAM"): Promise<void> {
    const icon = this.page.locator(`.activitybar .action-item [aria-label^="${title}"]`).first();
    const header = this.page.locator(".sidebar .title-label", { hasText: title }).first();
    await icon.waitFor();
    // A press closes a view that is open, as one may just be that VS Code restores: then another one opens it again.
    for (let presses = 0; presses < 3 && !(await header.isVisible()); presses += 1) {
      await icon.click();
      await header.waitFor({ timeout: 5_000 }).catch(() => {});
    }
    await header.waitFor();
  }

  /** Presses an icon in the title of the view. */
  async pressTitle(name: string): Promise<void> {
    await this.page.locator(".sidebar .title, .sidebar .pane-header").first().hover();
    await this.page.locator(".sidebar").getByRole("button", { name }).first().click();
  }

  /** Presses a button of the welcome view. */
  async pressWelcome(name: string): Promise<void> {
    await this.page.locator(".welcome-view-content").getByRole("button", { name }).click();
  }

  /** The row of the tree that has that text. */
  row(text: string): Locator {
    return this.page.locator(".sidebar .monaco-list-row", { hasText: text }).first();
  }

  /** Clicks a row, after the tooltip of another one has gone out of its way. */
  async press(row: Locator): Promise<void> {
    await this.#moveAside();
    await row.click();
  }

  /** The texts of the rows in sight. */
  rows(): Promise<string[]> {
    return this.page.locator(".sidebar .monaco-list-row").allInnerTexts();
  }

  /** The rows in sight from top to bottom, with all that can be seen of them. */
  async tree(): Promise<TreeRow[]> {
    const rows = await this.page.locator(".sidebar .monaco-list-row").evaluateAll((elements) =>
      elements.map((element) => ({
        index: Number(element.getAttribute("data-index")),
        label: element.querySelector(".label-name")?.textContent ?? "",
        description: element.querySelector(".label-description")?.textContent ?? "",
        level: Number(element.getAttribute("aria-level")),
        expanded: element.getAttribute("aria-expanded"),
        selected: element.getAttribute("aria-selected") === "true",
        ariaLabel: element.getAttribute("aria-label") ?? "",
      })),
    );
    return rows
      .sort((one, other) => one.index - other.index)
      .map(({ index: _, expanded, ...row }) => ({
        ...row,
        expanded: expanded === null ? undefined : expanded === "true",
      }));
  }

  /** Opens a row that is closed; resolves once it is open. */
  async expand(row: Locator): Promise<void> {
    await this.#turn(row, "ArrowRight", "true");
  }

  /** Closes a row that is open; resolves once it is closed. */
  async collapse(row: Locator): Promise<void> {
    await this.#turn(row, "ArrowLeft", "false");
  }

  /** Selects rows of the tree, and no others. */
  async select(first: Locator, ...others: readonly Locator[]): Promise<void> {
    await this.press(first);
    for (const row of others) await row.click({ modifiers: ["Control"] });
    for (const row of [first, ...others]) await row.and(this.page.locator('[aria-selected="true"]')).waitFor();
  }

  /** Right-clicks a row and returns the titles of the menu that opens. */
  async contextMenu(row: Locator): Promise<string[]> {
    this.#menuOf = row;
    await this.#moveAside();
    await row.click({ button: "right" });
    const items = this.page.locator('.context-view [role="menuitem"]');
    await items.first().waitFor();
    return (await items.allInnerTexts()).map((text) => text.trim());
  }

  /**
   * Points at an item of the menu that is open and, once it has the focus, presses Enter: the menu passes over a click
   * that comes right after it opened. A menu that closed because its row was painted anew is opened again.
   */
  async pressMenu(title: string): Promise<void> {
    const items = this.page.locator(".context-view .action-item");
    for (let tries = 1; ; tries += 1) {
      try {
        await items.filter({ hasText: title }).first().hover({ timeout: 10_000 });
        await items.and(this.page.locator(".focused")).filter({ hasText: title }).waitFor({ timeout: 10_000 });
        break;
      } catch (error) {
        if (tries === 3 || !this.#menuOf) throw error;
        await this.page.keyboard.press("Escape");
        await this.contextMenu(this.#menuOf);
      }
    }
    await this.page.keyboard.press("Enter");
    await items.first().waitFor({ state: "hidden" });
  }

  /** Presses an icon that stands in a row of the tree while the mouse is over it. */
  async pressInline(row: Locator, title: string): Promise<void> {
    await row.hover();
    await row.locator(`.actions [aria-label="${title}"]`).click();
  }

  /** Rests the mouse on something and returns the text of the tooltip that opens. */
  async hover(target: Locator): Promise<string> {
    const tooltip = this.page.locator(".workbench-hover").first();
    await this.#moveAside();
    await target.hover();
    await tooltip.filter({ hasNotText: /^Loading\.{3}$/ }).waitFor();
    return await seenText(tooltip);
  }

  // Commands, quick picks and input boxes

  /** Runs a command by the palette; resolves once the palette is gone, or has made way for a prompt of the command. */
  async runCommand(title: string): Promise<void> {
    const command = this.page
      .locator(".quick-input-list .monaco-list-row", {
        has: this.page.locator(".label-name", { hasText: title }),
      })
      .first();
    // The palette closes under a click when what opened just before it takes the focus: then it is opened again.
    for (let tries = 1; ; tries += 1) {
      await this.page.keyboard.press("F1");
      try {
        await this.input.fill(`>${title}`, { timeout: 10_000 });
        await command.click({ timeout: 10_000 });
        break;
      } catch (error) {
        if (tries === 3) throw error;
        await this.page.keyboard.press("Escape");
      }
    }
    await command.waitFor({ state: "hidden" });
  }

  /** The input of a quick pick or an input box. */
  get input(): Locator {
    return this.page.locator(".quick-input-widget input.input");
  }

  /** Waits for an input box or a quick pick with that text anywhere in it. */
  async waitForInput(text: string): Promise<void> {
    await this.page.locator(".quick-input-widget:visible", { hasText: text }).waitFor();
  }

  /** Whether what is typed can be read on the screen. */
  async isMasked(): Promise<boolean> {
    return (await this.input.getAttribute("type")) === "password";
  }

  /** What the input box says below what was typed: its prompt, or what is wrong. */
  async inputMessage(): Promise<string> {
    return await seenText(this.page.locator(".quick-input-widget .quick-input-message"));
  }

  /** Waits for an input box with that prompt or title, types, and accepts. */
  async answerInput(prompt: string, text: string): Promise<void> {
    await this.waitForInput(prompt);
    await this.input.fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** The entries of the quick pick in sight. */
  async pickEntries(): Promise<QuickPickEntry[]> {
    const rows = this.page.locator(".quick-input-list .monaco-list-row");
    await rows.first().waitFor();
    return rows.evaluateAll((elements) =>
      elements.map((element) => ({
        label: element.querySelector(".quick-input-list-label .label-name")?.textContent?.trim() ?? "",
        description: element.querySelector(".quick-input-list-label .label-description")?.textContent ?? "",
        detail: element.querySelector(".quick-input-list-label-meta")?.textContent ?? "",
        checked: element.querySelector(".quick-input-list-checkbox")
          ? element.querySelector(".quick-input-list-checkbox")?.getAttribute("aria-checked") === "true"
          : undefined,
      })),
    );
  }

  /** Chooses an entry of a quick pick. */
  async pick(label: string): Promise<void> {
    // A hover where the mouse rests may stand over the entry.
    await this.#moveAside();
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: label }).first().click();
  }

  // Dialogs, notifications and the status bar

  /** The modal dialog. */
  get dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  /** Waits for the modal dialog and reads it. */
  async readDialog(): Promise<Dialog> {
    await this.dialog.waitFor();
    const buttons = this.dialog.locator(".dialog-buttons .monaco-button");
    const focused = this.dialog.locator(".dialog-buttons .monaco-button:focus");
    await focused.waitFor();
    return {
      message: await seenText(this.dialog.locator(".dialog-message")),
      detail: await seenText(this.dialog.locator(".dialog-message-detail")),
      buttons: (await buttons.allInnerTexts()).map((text) => text.trim()),
      focused: await seenText(focused),
    };
  }

  /** Presses a button of the modal dialog; resolves once the dialog is gone. */
  async pressDialog(button: string): Promise<void> {
    await this.dialog.getByRole("button", { name: button, exact: true }).click();
    await this.dialog.waitFor({ state: "detached" });
  }

  /** A notification that has that text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator(".notifications-toasts .notification-toast", { hasText: text }).first();
  }

  /** The texts of the notifications in sight. */
  async notifications(): Promise<string[]> {
    const texts = await this.page.locator(".notification-toast .notification-list-item-message").allInnerTexts();
    return texts.map((text) => text.trim());
  }

  /** Presses a button of a notification. */
  async pressNotification(text: string | RegExp, button: string): Promise<void> {
    await this.notification(text).getByRole("button", { name: button, exact: true }).click();
  }

  /** Closes all notifications. */
  async clearNotifications(): Promise<void> {
    await this.runCommand("Notifications: Clear All Notifications");
    await this.page.locator(".notification-toast").first().waitFor({ state: "detached" });
  }

  /** The entry of the status bar that has that text. */
  statusBar(text: string): Locator {
    return this.page.locator(".statusbar-item", { hasText: text }).first();
  }

  /** The texts of the status bar from left to right. */
  async statusBarTexts(): Promise<string[]> {
    const texts = await this.page.locator(".statusbar-item:visible").allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/g, " ").trim()).filter((text) => text !== "");
  }

  /** Throws when a dialog, a quick pick or an input box stays open: a test answers every prompt that it expects. */
  async expectNoPrompt(): Promise<void> {
    const prompt = this.page.locator(".monaco-dialog-box:visible, .quick-input-widget:visible").first();
    try {
      // One that was just answered still fades away.
      await prompt.waitFor({ state: "hidden", timeout: 2_000 });
    } catch {
      const text = await seenText(prompt);
      // So that it does not stand in the way of the next test.
      await this.page.keyboard.press("Escape");
      throw new Error(`A prompt is open that the test did not expect: ${text}`);
    }
  }

  // Editors

  /** Opens a file of the workspace. */
  async openFile(file: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.input.waitFor();
    await this.input.fill(file);
    await this.page
      .locator(".quick-input-list .monaco-list-row", { hasText: file.split("/").at(-1) ?? file })
      .first()
      .click();
    await this.editor.waitFor();
  }

  /** The editor that is open. */
  get editor(): Locator {
    return this.page.locator(".editor-group-container.active .monaco-editor").first();
  }

  /** The texts in sight of the editor that is open. */
  async editorText(): Promise<string> {
    const lines = await this.editor.locator(".view-line").evaluateAll((elements) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent ?? "" }))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text.replaceAll("\u00a0", " ")),
    );
    return lines.join("\n");
  }

  /** A code lens with that text. */
  codeLens(text: string): Locator {
    return this.editor.locator(".codelens-decoration a, .codelens-decoration span", { hasText: text }).first();
  }

  /** Rests the mouse on a word of the editor and returns the text of the hover that opens. */
  async hoverWord(word: string): Promise<string> {
    const token = this.editor.locator(".view-line span", { hasText: word }).last();
    const hover = this.page.locator(".monaco-resizable-hover:visible, .monaco-editor-hover:visible").first();
    await this.page.mouse.move(0, 0);
    await hover.waitFor({ state: "hidden" });
    await token.hover();
    await hover.locator(".hover-row").first().waitFor();
    return await seenText(hover);
  }

  /** The page of the webview that is in front. */
  get webview(): FrameLocator {
    return this.page.locator("iframe.webview.ready").last().contentFrame().locator("#active-frame").contentFrame();
  }

  // Pictures

  /** Drags the edge of the side bar until it has that width in pixels. */
  async widenSidebar(width: number): Promise<void> {
    const box = await this.page.locator(".part.sidebar").boundingBox();
    if (!box) throw new Error("There is no side bar.");
    const edge = box.x + box.width;
    await this.page.mouse.move(edge + 1, 400);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, 400, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Waits until no animation runs and no progress is notified any more. */
  async settled(): Promise<void> {
    await this.page.locator(".notification-toast .monaco-progress-container.active").waitFor({ state: "detached" });
    await this.page.waitForFunction(
      "document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getComputedTiming().iterations === Infinity)",
    );
  }

  /** Takes a picture of the window, or of a part of it, with what fades in at its end. */
  async screenshot(file: string, part?: Locator): Promise<void> {
    await (part ?? this.page).screenshot({ path: file, animations: "disabled" });
  }

  /** Moves the mouse to where nothing opens a tooltip, and waits until none is open. */
  async #moveAside(): Promise<void> {
    await this.page.mouse.move(1000, 130);
    await this.page.locator(".workbench-hover").waitFor({ state: "hidden" });
  }

  /** By the keyboard: a click may meet the row while it is being painted anew. */
  async #turn(row: Locator, key: string, state: string): Promise<void> {
    const turned = row.and(this.page.locator(`[aria-expanded="${state}"]`));
    await row.waitFor();
    if (await turned.isVisible()) return;
    await this.press(row);
    for (let tries = 0; tries < 10 && !(await turned.isVisible()); tries += 1) {
      await this.page.keyboard.press(key);
      await turned.waitFor({ timeout: 1_500 }).catch(() => {});
    }
    await turned.waitFor();
  }
}

async function seenText(place: Locator): Promise<string> {
  return (await place.allInnerTexts()).join("\n").trim();
}
