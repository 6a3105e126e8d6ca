import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { walkthroughChord } from "../pictures/keybindings.ts";
import { type Language, languages } from "../pictures/Language.ts";
import { Stage } from "../pictures/Stage.ts";

/** Texts of elements in which not all of their own words have room. */
async function cutOff(elements: Locator): Promise<readonly string[]> {
  expect(await elements.count()).toBeGreaterThan(1);
  return elements.evaluateAll((all) =>
    all
      .filter((one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1)
      .map((one) => one.textContent ?? ""),
  );
}

describe.each(languages)("In %s", (language: Language) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open({ language, theme: "light", viewport: { width: 1280, height: 800 } });
  });

  afterAll(() => stage?.close());

  it("the view has room for its words in a narrow side bar, before an account is open", async () => {
    const { page, words, workbench } = stage;
    await workbench.widenSidebar(260);
    const buttons = page.locator(".welcome-view-content .monaco-button");
    await buttons.nth(1).waitFor();
    const [first = ""] = words.title("view.welcome").split("\n");
    await page.locator(".welcome-view-content p", { hasText: first }).waitFor();
    expect(await cutOff(page.locator(".welcome-view-content p, .welcome-view-content .monaco-button"))).toEqual([]);
  });

  it("the tree has room for the words that are the extension's own", async () => {
    const { page, words, workbench } = stage;
    await stage.signIn("production");
    await workbench.widenSidebar(260);
    const rows = page.locator(".sidebar .monaco-list-row", { hasText: words.say("Default discovery") });
    await expect.poll(() => rows.count()).toBeGreaterThan(2);
    const ends = await rows.evaluateAll((all) =>
      all.map((row) => ({
        name: row.querySelector(".label-name")?.getBoundingClientRect().right ?? Number.POSITIVE_INFINITY,
        row: row.getBoundingClientRect().right,
      })),
    );
    for (const { name, row } of ends) expect(name).toBeLessThanOrEqual(row);
  });

  it("the details of an IPAM have room for their labels, buttons and headers", async () => {
    const { webview, words, workbench } = stage;
    await stage.choose("hub-east-china", "command.showDetails");
    await webview.getByText("hub-transit", { exact: true }).first().waitFor();
    await webview.locator("h2", { hasText: words.say("Address blocks") }).waitFor();
    await workbench.screenshot(`test-results/details.${language}.png`);
    expect(await cutOff(webview.locator("dt, h1, h2, h3, #buttons button, #legend .word, th button"))).toEqual([]);
    await stage.clear();
  });

  it("the table of a plan has room for its headers, buttons and labels", async () => {
    const { webview, words, workbench } = stage;
    await workbench.openFile("plan.json");
    await stage.run("ipamExplorer.checkPlan");
    await webview.getByText(words.say("Associations that end: {0}", "2")).waitFor();
    await workbench.screenshot(`test-results/plan.${language}.png`);
    expect(await cutOff(webview.locator("h1, th, button, .label, #summary > *, #notes li"))).toEqual([]);
    await stage.clear();
  });

  it("the walkthrough speaks the language, in its pictures too", async () => {
    const { page, webview, words } = stage;
    await page.setViewportSize({ width: 1600, height: 800 });
    await page.keyboard.press(walkthroughChord);
    await page.locator(".getting-started-step", { hasText: words.title("walkthrough.demo.title") }).click();
    await webview.locator("svg text", { hasText: words.say("Default discovery") }).waitFor();
    await page.locator(".getting-started-step", { hasText: words.title("walkthrough.dryRun.title") }).click();
    await webview.locator("svg text", { hasText: new RegExp(`^${words.say("Dry Run")}$`) }).waitFor();
  });
});
