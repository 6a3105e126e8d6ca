import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/toolchain.mjs";
import { choiceOf } from "./choiceOf.ts";
import { clipOf } from "./clipOf.ts";
import { type Language, languages } from "./Language.ts";
import { Stage, type Theme } from "./Stage.ts";
import { screens } from "./screens.ts";

const viewport = { width: 1280, height: 800 };
const themes: readonly Theme[] = ["light", "dark", "high-contrast"];

const wanted = {
  languages: choiceOf("language", languages),
  themes: choiceOf("theme", themes),
  screens: choiceOf(
    "screen",
    screens.map(({ name }) => name),
  ),
};
for (const language of wanted.languages) {
  for (const theme of wanted.themes) await takeAll(language, theme);
}

/** Shows the screens one after the other, since one begins with what another has left, and pictures those wanted. */
async function takeAll(language: Language, theme: Theme): Promise<void> {
  const stage = await Stage.open({ language, theme, viewport });
  let shown = "";
  try {
    for (const { name, show, highContrast = false } of screens) {
      shown = name;
      const cut = await show(stage);
      await stage.workbench.settled();
      const isWanted = wanted.screens.includes(name) && (theme !== "high-contrast" || highContrast);
      if (isWanted) await take(stage, path.join(root, "docs", language, `${name}.${theme}.png`), cut);
      await stage.clear();
    }
  } catch (error) {
    await stage.workbench.screenshot(path.join(root, "test-results", `${shown}.${language}.${theme}.png`));
    throw error;
  } finally {
    await stage.close();
  }
}

/** Takes a picture and leaves it 256 colours, of which a screen has few more. */
async function take({ page }: Stage, file: string, cut: Parameters<typeof clipOf>[1]): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, clip: await clipOf(page, cut) });
  execFileSync("pngquant", ["--force", "--skip-if-larger", "--strip", "--speed", "1", "--output", file, "256", file]);
  console.log(path.relative(root, file));
}
