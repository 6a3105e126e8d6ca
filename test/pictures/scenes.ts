import type { Locator } from "playwright-core";
import { goToLine, openQuickFixes, selectLines } from "./editing.ts";
import { MovingPicture } from "./MovingPicture.ts";
import type { Stage } from "./Stage.ts";
import { sharedBlock } from "./writeModule.ts";

/** A way through the product that is shown as a moving picture. */
export interface Scene {
  readonly name: string;
  /** Plays it in a window in which an account is open, and gives what was seen. */
  readonly play: (stage: Stage) => Promise<MovingPicture>;
}

const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";

export const scenes: readonly Scene[] = [
  { name: "dissociate-and-undo", play: dissociateAndUndo },
  { name: "editing", play: editing },
];

async function dissociateAndUndo(stage: Stage): Promise<MovingPicture> {
  const { workbench, words } = stage;
  const film = await MovingPicture.begin(stage);
  await film.keep("look");
  await choose(stage, film, "command.dryRunDissociate");
  const passed = stage.notification("Dry run passed: {0} can be dissociated. Nothing was changed.");
  await passed.waitFor();
  await workbench.settled();
  await film.keep("read");
  await stage.run("notifications.clearAll");
  await passed.waitFor({ state: "detached" });
  await choose(stage, film, "command.dissociate");
  await workbench.readDialog();
  await film.keep("read");
  await film.pressAt(workbench.dialog.getByRole("button", { name: words.say("Dissociate"), exact: true }));
  await workbench.pressDialog(words.say("Dissociate"));
  await workbench.waitForInput(words.say("Dissociate: Type the Id to Confirm"));
  await film.keep("press");
  await film.type(payments);
  await film.keep("press");
  await stage.page.keyboard.press("Enter");
  await stage.notification("Dissociated {0}: read again at {1}, the association is gone.").waitFor();
  await workbench.row("payments-hangzhou").waitFor({ state: "detached" });
  await workbench.settled();
  await film.keep("read");
  const again = workbench
    .notification(words.piece("Dissociated {0}: read again at {1}, the association is gone."))
    .getByRole("button", { name: words.say("Associate Again…"), exact: true });
  await film.pressAt(again);
  await again.click();
  await workbench.readDialog();
  await film.keep("look");
  await film.pressAt(workbench.dialog.getByRole("button", { name: words.say("Associate"), exact: true }));
  await workbench.pressDialog(words.say("Associate"));
  await stage.notification("Associated {0}: read again at {1}, the association is there.").waitFor();
  await workbench.row("payments-hangzhou").waitFor();
  await workbench.settled();
  await film.keep("read");
  return film;
}

async function editing(stage: Stage): Promise<MovingPicture> {
  const { workbench, words, page } = stage;
  await workbench.widenSidebar(280);
  await stage.restMouse();
  await workbench.openFile("share.tf");
  await workbench.codeLens(words.say("Dry-run dissociation")).waitFor();
  await stage.run("workbench.actions.view.problems");
  await stage.run("workbench.action.focusActiveEditorGroup");
  const film = await MovingPicture.begin(stage);
  await film.keep("look");
  await film.pressAt(workbench.editor.locator(".view-line", { hasText: '"payments"' }).first());
  await selectLines(workbench, sharedBlock.first, sharedBlock.last);
  await film.keep("look");
  await page.keyboard.press("Control+Shift+K");
  const squiggle = workbench.editor.locator(".squiggly-warning").first();
  await squiggle.waitFor();
  await page.locator(".markers-panel .monaco-list-row", { hasText: "share.tf" }).first().waitFor();
  await film.keep("look");
  const hover = page.locator(".monaco-resizable-hover:visible, .monaco-editor-hover:visible").first();
  await goToLine(workbench, 1);
  await film.pressAt(squiggle);
  await pointAt(stage, squiggle);
  await hover.locator(".hover-row").first().waitFor();
  await workbench.settled();
  await film.keep("read");
  await page.keyboard.press("Escape");
  await goToLine(workbench, sharedBlock.first - 2);
  await openQuickFixes(workbench);
  const restore = page.locator(".action-widget .monaco-list-row", { hasText: words.piece("Restore {0}") }).first();
  await restore.waitFor();
  await film.keep("look");
  await film.pressAt(restore);
  await restore.click();
  await squiggle.waitFor({ state: "detached" });
  await workbench.settled();
  await film.keep("read");
  return film;
}

/** Rests the mouse on something that lies below the text of the editor, so that it cannot be hovered over by itself. */
async function pointAt({ page }: Stage, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error(`Not in sight: ${target}`);
  await page.mouse.move(box.x + box.width / 2, box.y - box.height);
  await page.mouse.move(box.x + box.width / 2, box.y);
}

/** Opens the menu of the association by the pointer and presses an entry of it. */
async function choose(stage: Stage, film: MovingPicture, title: string): Promise<void> {
  const { workbench, words, page } = stage;
  const row = workbench.row("payments-hangzhou");
  await film.pressAt(row);
  await workbench.contextMenu(row);
  await film.keep("press");
  const entry = page.locator(".context-view .action-item", { hasText: words.title(title) }).first();
  await film.pressAt(entry);
  await workbench.pressMenu(words.title(title));
}
