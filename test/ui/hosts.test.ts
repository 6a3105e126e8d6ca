import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { root, servers } from "../../scripts/toolchain.mjs";
import { packageExtension } from "../support/packageExtension.ts";
import { type ServerOptions, VsCodeServer } from "../support/VsCodeServer.ts";
import { Workbench } from "../support/Workbench.ts";

let folder: string;
let server: VsCodeServer;
let workbench: Workbench;

async function openVsCode(options: Omit<ServerOptions, "folder">): Promise<void> {
  server = await VsCodeServer.start({ folder, ...options });
  workbench = await Workbench.open(server, path.join(folder, "workspace"));
  await workbench.openView();
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "ipam-hosts-"));
});

afterEach(async () => {
  await workbench.expectNoPrompt();
  await workbench.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("dry-runs and asks for confirmation in the oldest VS Code that the manifest promises", async () => {
  const { engines } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  await openVsCode({ release: servers.oldest });
  expect(`^${server.version.replace(/\d+$/, "0")}`).toBe(engines.vscode);
  await workbench.pressWelcome("Explore with the Demo Account");
  await workbench.contextMenu(workbench.row("payments-hangzhou"));
  await workbench.pressMenu("Dry Run Dissociation");
  await workbench.notification("Dry run passed").waitFor();
  await workbench.contextMenu(workbench.row("payments-hangzhou"));
  await workbench.pressMenu("Dissociate…");
  expect((await workbench.readDialog()).focused).toBe("Dry Run");
  await workbench.pressDialog("Cancel");
});

it("works when it is installed from the package, with its native keychain module", async () => {
  const { name, publisher, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  await openVsCode({ extensions: [packageExtension(folder)] });
  await workbench.pressWelcome("Explore with the Demo Account");
  await workbench.row("payments-hangzhou").waitFor();
  const keytar = path.join(folder, "extensions", `${publisher}.${name}-${version}`, "node_modules", "keytar");
  execFileSync(process.execPath, ["-e", `require(${JSON.stringify(keytar)})`], { stdio: "pipe" });
});

it("speaks Chinese where VS Code does", async () => {
  await openVsCode({ language: "zh-cn" });
  const welcome = workbench.page.locator(".welcome-view-content");
  await welcome.getByRole("button").first().waitFor();
  expect((await welcome.allTextContents()).join()).toMatch(/密钥保存在操作系统的钥匙串中/);
});
