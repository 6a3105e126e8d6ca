import type { Locator } from "playwright-core";
import { deleteLines, goToLine, openQuickFixes } from "./editing.ts";
import { walkthroughChord } from "./keybindings.ts";
import type { Stage } from "./Stage.ts";
import { sharedBlock } from "./writeModule.ts";

/** One screen of the product. The screens are shown in their order, in one window. */
export interface Screen {
  /** Its file, without what says language and theme. */
  readonly name: string;
  /** Brings it into sight, from a window in which nothing is open but the tree; gives what the picture is cut to. */
  readonly show: (stage: Stage) => Promise<Cut>;
  /** Also taken in high contrast. */
  readonly highContrast?: boolean;
}

/** What a picture is cut to: the whole window unless it says otherwise. */
export interface Cut {
  /** Parts of the window that it holds, side by side or one above the other. */
  readonly parts?: readonly Locator[];
  /** Pixels from the top of the highest of them. */
  readonly height?: number;
}

const whole: Cut = {};
const hub = "ipam-k3v9qx2m7tdh4wz1";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const lake = "ipam-res-disco-x7j3vw9kq5tz2mhb";
const lossMessage = "No longer associated: {0}.";

/** Every screen that the documentation shows. A new one is a function here and a sentence in docs/. */
export const screens: readonly Screen[] = [
  { name: "welcome", show: welcome },
  { name: "sign-in", show: signIn },
  { name: "tree", show: tree, highContrast: true },
  { name: "failures", show: failures },
  { name: "filter", show: filter },
  { name: "details", show: details, highContrast: true },
  { name: "impact", show: impact },
  { name: "dry-run", show: dryRun },
  { name: "confirmation", show: confirmation },
  { name: "typed-id", show: typedId },
  { name: "undo", show: undo },
  { name: "history", show: history },
  { name: "associate", show: associate },
  { name: "lost", show: lost },
  { name: "lenses", show: lenses },
  { name: "editing", show: editing },
  { name: "plan", show: plan },
  { name: "results", show: results },
  { name: "accounts", show: accounts },
  { name: "discoveries", show: discoveries },
  { name: "walkthrough", show: walkthrough },
];

async function welcome(stage: Stage): Promise<Cut> {
  await stage.workbench.widenSidebar(380);
  await stage.page.locator(".welcome-view-content").getByRole("button").nth(1).waitFor();
  await stage.restMouse();
  return sidebar(stage, 310);
}

async function signIn(stage: Stage): Promise<Cut> {
  const { words, workbench } = stage;
  await stage.run("ipamExplorer.addProfile");
  await workbench.answerInput(words.say("A name for this account, such as production"), "production");
  await workbench.pickEntries();
  return { parts: [stage.page.locator(".quick-input-widget")] };
}

async function tree(stage: Stage): Promise<Cut> {
  await stage.signIn("production");
  await stage.workbench.widenSidebar(560);
  await stage.restMouse();
  return sidebar(stage, 378);
}

async function failures(stage: Stage): Promise<Cut> {
  const { simulator, workbench, words } = stage;
  const fault = (code: string) => ({ kind: "error", status: 403, code, message: "Not authorized" }) as const;
  const rules = [
    simulator.inject({ action: "ListIpams", region: "eu-central-1", fault: fault("Forbidden.RAM") }),
    simulator.inject({ action: "ListIpams", region: "me-east-1", fault: { kind: "reset", when: "beforeEffect" } }),
  ];
  await stage.run("ipamExplorer.refresh");
  const missing = workbench.row(words.say("No permission: {0}", "vpc:ListIpams"));
  await missing.waitFor();
  // The connection that breaks is tried again for a while.
  await workbench.row(words.say("No answer")).waitFor();
  await stage.loaded();
  await workbench.expand(missing);
  await workbench.row("RequestId").waitFor();
  for (const rule of rules) rule.remove();
  await stage.restMouse();
  return sidebar(stage, 544);
}

async function filter(stage: Stage): Promise<Cut> {
  await stage.run("ipamExplorer.refresh");
  await stage.workbench.row("hub-europe").waitFor();
  await stage.loaded();
  await stage.run("ipamExplorer.filter");
  await stage.workbench.waitForInput(stage.words.say("Filter IPAMs and Associations"));
  await stage.workbench.input.fill("team=payments");
  await stage.page.keyboard.press("Enter");
  await stage.workbench.row("hub-asia-pacific").waitFor({ state: "detached" });
  await stage.workbench.input.waitFor({ state: "hidden" });
  return sidebar(stage, 130);
}

async function details(stage: Stage): Promise<Cut> {
  await stage.run("ipamExplorer.clearFilter");
  await stage.workbench.row("hub-europe").waitFor();
  await stage.choose("hub-east-china", "command.showDetails");
  await stage.webview.getByText(stage.words.say("Address blocks")).first().waitFor();
  await stage.webview.getByText("hub-transit", { exact: true }).first().waitFor();
  await stage.workbench.widenSidebar(200);
  await stage.restMouse();
  return { parts: [stage.page.locator(".part.editor")] };
}

async function impact(stage: Stage): Promise<Cut> {
  await stage.choose("payments-hangzhou", "command.showImpact");
  await stage.workbench.editor.locator(".view-line", { hasText: "payments-gateway" }).first().waitFor();
  await stage.workbench.widenSidebar(200);
  await stage.restMouse();
  return { parts: [stage.page.locator(".part.editor")], height: 600 };
}

async function dryRun(stage: Stage): Promise<Cut> {
  await stage.choose("payments-hangzhou", "command.dryRunDissociate");
  await stage.notification("Dry run passed: {0} can be dissociated. Nothing was changed.").waitFor();
  await stage.workbench.row(stage.words.piece("dry run passed {0}")).waitFor();
  // It stands where the menu was, over a row whose tooltip would open.
  await stage.restMouse();
  return whole;
}

async function confirmation(stage: Stage): Promise<Cut> {
  await stage.choose("payments-hangzhou", "command.dissociate");
  await stage.workbench.readDialog();
  return { parts: [stage.workbench.dialog] };
}

async function typedId(stage: Stage): Promise<Cut> {
  await stage.choose("payments-hangzhou", "command.dissociate");
  await stage.workbench.readDialog();
  await stage.workbench.pressDialog(stage.words.say("Dissociate"));
  await stage.workbench.waitForInput(stage.words.say("Dissociate: Type the Id to Confirm"));
  await stage.workbench.input.fill(`${payments} NET-4711`);
  return { parts: [stage.page.locator(".quick-input-widget")] };
}

async function undo(stage: Stage): Promise<Cut> {
  await stage.choose("payments-hangzhou", "command.dissociate");
  await stage.workbench.readDialog();
  await stage.workbench.pressDialog(stage.words.say("Dissociate"));
  await stage.workbench.waitForInput(stage.words.say("Dissociate: Type the Id to Confirm"));
  await stage.workbench.input.fill(`${payments} NET-4711`);
  await stage.page.keyboard.press("Enter");
  await stage.notification("Dissociated {0}: read again at {1}, the association is gone.").waitFor();
  await stage.workbench.row("payments-hangzhou").waitFor({ state: "detached" });
  return whole;
}

async function history(stage: Stage): Promise<Cut> {
  await stage.run("ipamExplorer.showHistory");
  await stage.workbench.waitForInput(stage.words.say("Changes Made from This Machine"));
  await stage.workbench.pickEntries();
  return { parts: [stage.page.locator(".quick-input-widget")] };
}

async function associate(stage: Stage): Promise<Cut> {
  await stage.choose("hub-east-china", "command.associate");
  await stage.workbench.waitForInput(payments);
  return { parts: [stage.page.locator(".quick-input-widget")] };
}

async function lost(stage: Stage): Promise<Cut> {
  const { organisation } = stage.simulator;
  organisation.setAssociated(hub, payments, true);
  await stage.run("ipamExplorer.refresh");
  await stage.workbench.row("payments-hangzhou").waitFor();
  await stage.loaded();
  organisation.setAssociated(hub, lake, false);
  await stage.run("ipamExplorer.refresh");
  await stage.notification(lossMessage).waitFor();
  await stage.loaded();
  organisation.setAssociated(hub, lake, true);
  return whole;
}

async function lenses(stage: Stage): Promise<Cut> {
  const { workbench, words } = stage;
  await stage.run("ipamExplorer.refresh");
  await workbench.row("data-lake-hangzhou").waitFor();
  await stage.loaded();
  await workbench.widenSidebar(300);
  await workbench.openFile("share.tf");
  await workbench.codeLens(words.say("Dry-run dissociation")).waitFor();
  await workbench.hoverWord(payments);
  return { parts: [stage.page.locator(".part.editor")], height: 460 };
}

async function editing(stage: Stage): Promise<Cut> {
  const { workbench, words, page } = stage;
  await workbench.widenSidebar(300);
  await workbench.openFile("share.tf");
  await workbench.codeLens(words.say("Dry-run dissociation")).waitFor();
  await deleteLines(workbench, sharedBlock.first, sharedBlock.last);
  await workbench.editor.locator(".squiggly-warning").first().waitFor();
  await stage.run("workbench.actions.view.problems");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "share.tf" }).first().waitFor();
  await stage.run("workbench.action.focusActiveEditorGroup");
  await goToLine(workbench, 4);
  await openQuickFixes(workbench);
  return { parts: [page.locator(".part.editor"), page.locator(".part.panel")] };
}

async function plan(stage: Stage): Promise<Cut> {
  const { workbench, words, webview } = stage;
  await workbench.widenSidebar(200);
  await workbench.openFile("plan.json");
  await stage.run("ipamExplorer.checkPlan");
  await webview.getByText(words.say("Associations that end: {0}", "2")).waitFor();
  await webview.getByRole("button", { name: words.say("Dry Run All"), exact: true }).click();
  await webview.getByText(words.say("Passed")).nth(1).waitFor();
  await stage.restMouse();
  return { parts: [stage.page.locator(".part.editor")], height: 480 };
}

async function results(stage: Stage): Promise<Cut> {
  const { workbench, words, webview, simulator } = stage;
  await stage.run("ipamExplorer.refresh");
  await workbench.row("payments-hangzhou").waitFor();
  await stage.loaded();
  const refusal = { kind: "error", status: 403, code: "Forbidden.RAM", message: "Not authorized" } as const;
  const action = "DissociateIpamResourceDiscovery";
  const rule = simulator.inject({ action, region: "ap-southeast-1", fault: refusal });
  const rows = ["payments-hangzhou", "data-lake-hangzhou", "hub-lab", "data-singapore"].map((row) =>
    workbench.row(row),
  );
  const [first, ...others] = rows;
  if (!first) throw new Error("No row is named.");
  await workbench.select(first, ...others);
  await workbench.contextMenu(first);
  await workbench.pressMenu(words.title("command.dryRunDissociate"));
  await webview.locator("tbody tr").nth(3).waitFor();
  await webview.getByText(words.say("Passes")).nth(2).waitFor();
  await stage.loaded();
  rule.remove();
  await workbench.widenSidebar(200);
  await stage.restMouse();
  return { parts: [stage.page.locator(".part.editor")], height: 520 };
}

async function accounts(stage: Stage): Promise<Cut> {
  await stage.run("ipamExplorer.showAllProfiles");
  await stage.signIn("payments", 1, "payments-ipam");
  await stage.signIn("data-platform", 2, "data-platform");
  await stage.restMouse();
  return sidebar(stage, 660);
}

async function discoveries(stage: Stage): Promise<Cut> {
  const { workbench, words } = stage;
  await stage.run("ipamExplorer.groupBy");
  await workbench.pick(words.say("Which IPAMs see a discovery, and which discoveries no IPAM sees"));
  await workbench.row(words.say("no IPAM sees it")).waitFor();
  await stage.restMouse();
  return sidebar(stage, 560);
}

async function walkthrough(stage: Stage): Promise<Cut> {
  // Narrower, it has no room for the picture beside the steps.
  await stage.page.setViewportSize({ width: 1600, height: 800 });
  await stage.workbench.widenSidebar(200);
  await stage.page.keyboard.press(walkthroughChord);
  const step = stage.page.locator(".getting-started-step").nth(2);
  await step.waitFor();
  await step.click();
  await stage.page.locator(".getting-started-media:visible").first().waitFor();
  return { parts: [stage.page.locator(".part.editor")] };
}

/** The side bar, down to a height in pixels. */
function sidebar(stage: Stage, height: number): Cut {
  return { parts: [stage.page.locator(".part.sidebar")], height };
}
