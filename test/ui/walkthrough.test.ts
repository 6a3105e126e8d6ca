import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

let account: TestAccount;
const workbench = (): Workbench => account.workbench;

beforeAll(async () => {
  account = await TestAccount.start();
  // Wide enough for the pictures beside the steps.
  await workbench().page.setViewportSize({ width: 1700, height: 900 });
});

afterAll(() => account.stop());

afterEach(({ task }) => account.afterTest(task));

const step = (title: string) => workbench().page.locator(".getting-started-step", { hasText: title }).first();

async function open(title: string): Promise<void> {
  await workbench().runCommand("Welcome: Open Walkthrough...");
  await workbench().waitForInput("Get Started with IPAM Explorer");
  await workbench().input.fill("IPAM Explorer");
  await workbench().pick("Get Started with IPAM Explorer");
  await step(title).waitFor();
  await step(title).click();
}

async function press(button: string): Promise<void> {
  await workbench().page.locator(".getting-started-step").getByRole("button", { name: button }).click();
}

const done = (title: string) => step(title).locator(".codicon-getting-started-step-checked.complete, .complete");

it("shows four steps, each with a picture, and completes the one that was done", async () => {
  await open("Look around in the demo account");
  for (const title of ["Add a profile of your own", "Dry-run a dissociation", "Check a file before you apply it"]) {
    await step(title).waitFor();
  }
  await workbench().page.locator(".getting-started-media:visible").first().waitFor();
  await workbench().settled();
  await workbench().screenshot("test-results/walkthrough.png");
  await press("Explore with the Demo Account");
  await workbench().row("hub-east-china").waitFor();
  await done("Look around in the demo account").first().waitFor();
});

it("completes the dry run by a dry run", async () => {
  await open("Dry-run a dissociation");
  await press("Dry Run Dissociation");
  await workbench().waitForInput("owner 1203715520147781");
  await workbench().pick("data-singapore");
  await workbench().input.press("Enter");
  await workbench().notification("Dry run passed").waitFor();
  await done("Dry-run a dissociation").first().waitFor();
});

it("completes the check of a file by the example, which names a discovery of the demo account", async () => {
  await open("Check a file before you apply it");
  await workbench().page.locator(".getting-started-media:visible").first().waitFor();
  await workbench().settled();
  await workbench().screenshot("test-results/walkthrough-file.png");
  await press("Open an Example File");
  await expect.poll(() => workbench().editorText()).toContain("alicloud_resource_manager_resource_share");
  await workbench().codeLens("Dry-run dissociation").waitFor();
  await workbench().screenshot("test-results/example.png");
  await open("Check a file before you apply it");
  await done("Check a file before you apply it").first().waitFor();
});
