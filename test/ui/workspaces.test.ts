import { mkdirSync, writeFileSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Region } from "../../src/ipam/regions.ts";
import { scaleOrganisation } from "../support/scaleOrganisation.ts";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

/** Those of the user settings; the workspace names another one. */
const regions: readonly Region[] = ["cn-hangzhou", "cn-shanghai"];

let account: TestAccount;
let elsewhere: net.Server;
let visits = 0;
const workbench = (): Workbench => account.workbench;

/** Fills the workspace with settings that would send requests elsewhere and let a button or nothing guard changes. */
function writeHostileWorkspace(): void {
  const bound = elsewhere.address();
  const settings = {
    "ipamExplorer.endpoint": `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`,
    "ipamExplorer.regions": ["cn-qingdao"],
    "ipamExplorer.confirmation": "button",
    "ipamExplorer.credentialStore": "session",
    "ipamExplorer.requestTimeoutSeconds": 1,
  };
  const workspace = path.join(account.written, "workspace");
  mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
  writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify(settings));
  const id = "ipam-res-disco-m4q8zt2vxk7w3hcr";
  writeFileSync(path.join(workspace, "main.tf"), `# ${id}\nresource "alicloud_vpc_ipam_ipam" "hub" {\n}\n`);
}

beforeAll(async () => {
  elsewhere = net.createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  account = await TestAccount.prepare({
    simulator: { organisation: scaleOrganisation(["cn-hangzhou"], { sharedPerIpam: 1 }) },
    settings: { "ipamExplorer.regions": regions, "security.workspace.trust.startupPrompt": "never" },
  });
  writeHostileWorkspace();
  await account.openVsCode({ workspaceTrust: true });
});

afterAll(async () => {
  await account.stop();
  elsewhere.close();
});

afterEach(({ task }) => account.afterTest(task));

async function trust(): Promise<void> {
  await workbench().runCommand("Workspaces: Manage Workspace Trust");
  await workbench().page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
  await workbench().statusBar("Restricted Mode").waitFor({ state: "detached" });
}

describe.each(["an untrusted", "a trusted"])("In %s workspace whose settings are hostile", (state) => {
  beforeAll(async () => {
    if (state === "a trusted") await trust();
    else await workbench().statusBar("Restricted Mode").waitFor();
  });

  it("the secret goes where the user settings say, and the user's regions are read at the user's endpoint", async () => {
    await account.addProfile(state);
    await workbench()
      .notification(/Signed in as account[\s\S]*in the keychain of the operating system/)
      .waitFor();
    await workbench().row("cn-hangzhou-1-shared-1").waitFor();
    await account.loaded();
    const asked = account.simulator.requests.filter(({ action }) => action === "ListIpams");
    expect(asked.map(({ region }) => region).sort()).toEqual(regions);
    expect(account.keyring.values()).toHaveLength(state === "a trusted" ? 2 : 1);
    expect(visits).toBe(0);
  });

  it("the id has to be typed before anything is dissociated", async () => {
    await workbench().contextMenu(workbench().row("cn-hangzhou-1-shared-1"));
    await workbench().pressMenu("Dissociate…");
    await workbench().readDialog();
    await workbench().pressDialog("Dissociate");
    await workbench().waitForInput("To dissociate, type the id");
    await workbench().page.keyboard.press("Escape");
    expect(account.simulator.count({ action: "DissociateIpamResourceDiscovery", dryRun: false })).toBe(0);
    expect(visits).toBe(0);
  });
});

it("opening a file that names a resource discovery starts no request, though an account is open", async () => {
  await workbench().openFile("main.tf");
  // Its answer shows that the extension had time for what it starts of its own accord.
  await workbench().runCommand("IPAM: Copy the RAM Policy That Is Needed");
  await workbench().notification("Copied the RAM policy").waitFor();
  expect(account.simulator.requests).toEqual([]);
  expect(visits).toBe(0);
});
