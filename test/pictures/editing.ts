import type { Workbench } from "../support/Workbench.ts";

/** Puts the cursor at the start of a line of the editor; lines count from 1. */
export async function goToLine({ page, input }: Workbench, line: number): Promise<void> {
  await page.keyboard.press("Control+G");
  await input.fill(`:${line}`);
  await page.keyboard.press("Enter");
  await input.waitFor({ state: "hidden" });
}

/** Selects lines of the editor, from one to another. */
export async function selectLines(workbench: Workbench, first: number, last: number): Promise<void> {
  await goToLine(workbench, first);
  for (let line = first; line < last; line += 1) await workbench.page.keyboard.press("Shift+ArrowDown");
  await workbench.page.keyboard.press("Shift+End");
}

/** Deletes lines of the editor, from one to another. */
export async function deleteLines(workbench: Workbench, first: number, last: number): Promise<void> {
  await selectLines(workbench, first, last);
  await workbench.page.keyboard.press("Control+Shift+K");
}

/** Opens the quick fixes at the cursor; asks again as long as VS Code does not know of any yet. */
export async function openQuickFixes({ page }: Workbench): Promise<void> {
  const first = page.locator(".action-widget .monaco-list-row").first();
  for (let tries = 0; tries < 10 && !(await first.isVisible()); tries += 1) {
    await page.keyboard.press("Control+.");
    await first.waitFor({ timeout: 3_000 }).catch(() => {});
  }
  await first.waitFor();
}
