import { statSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/toolchain.mjs";
import { choiceOf } from "./choiceOf.ts";
import { type Language, languages } from "./Language.ts";
import { Stage } from "./Stage.ts";
import type { Scene } from "./scenes.ts";
import { scenes } from "./scenes.ts";

const viewport = { width: 1000, height: 600 };
const wanted = choiceOf(
  "scene",
  scenes.map(({ name }) => name),
);
for (const language of choiceOf("language", languages)) {
  for (const scene of scenes.filter(({ name }) => wanted.includes(name))) await take(language, scene);
}

/** Plays a scene in a window of its own and writes it as an animated WebP. */
async function take(language: Language, { name, play }: Scene): Promise<void> {
  const stage = await Stage.open({ language, theme: "light", viewport });
  try {
    await stage.signIn("production");
    const film = await play(stage);
    const file = path.join(root, "docs", language, `${name}.webp`);
    film.write(file);
    const kilobytes = Math.round(statSync(file).size / 1_024);
    console.log(`${path.relative(root, file)}: ${film.seconds} s, ${kilobytes} KB`);
  } catch (error) {
    await stage.workbench.screenshot(path.join(root, "test-results", `${name}.${language}.png`));
    throw error;
  } finally {
    await stage.close();
  }
}
