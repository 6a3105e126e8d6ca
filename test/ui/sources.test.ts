import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { filesBelow } from "../support/filesBelow.ts";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const roleArn = "acs:ram::1203715520147781:role/network-admin";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";

let account: TestAccount;
let config: string;
const workbench = (): Workbench => account.workbench;
const keyFields = () => ({ access_key_id: account.key.accessKeyId, access_key_secret: account.key.accessKeySecret });

function writeProfiles(): void {
  const printed = JSON.stringify({ mode: "AK", ...keyFields() });
  const program = account.writeCliFile("give.mjs", `process.stdout.write(${JSON.stringify(printed)});`);
  config = account.writeCliFile("config.json", {
    current: "default",
    profiles: [
      { name: "default", mode: "AK", region_id: "cn-hangzhou", ...keyFields() },
      { name: "program", mode: "External", process_command: `'${process.execPath}' '${program}' --for network` },
      { name: "nobody", mode: "Anonymous" },
    ],
  });
}

async function addProfile(name: string, kind: string): Promise<void> {
  await workbench().runCommand("IPAM: Add Profile");
  await workbench().answerInput("A name for this account", name);
  await workbench().pick(kind);
}

async function switchTo(name: string): Promise<void> {
  await workbench().runCommand("IPAM: Switch Profile");
  // By the keyboard: the list is painted anew under a click that comes right after it opened.
  await workbench().answerInput("Add profile…", name);
}

beforeAll(async () => {
  account = await TestAccount.start({
    settings: { "ipamExplorer.confirmation": "button" },
    env: ({ key }) => ({
      ALIBABA_CLOUD_ACCESS_KEY_ID: key.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.accessKeySecret,
    }),
  });
  const [hub] = account.simulator.organisation.accounts;
  if (hub) account.simulator.organisation.addRole(hub, "network-admin", { externalId: "ticket-7" });
  writeProfiles();
});

afterAll(() => account.stop());

afterEach(({ task }) => account.afterTest(task));

it("adds a profile of the CLI, chosen by name, mode and region, and keeps nothing secret", async () => {
  await addProfile("from the CLI", "Profile of the Aliyun CLI");
  await workbench().waitForInput("The profile that the CLI uses now");
  const entries = await workbench().pickEntries();
  expect(entries.map(({ label, description }) => [label, description])).toEqual([
    ["default", "AK · cn-hangzhou"],
    ["program", "External"],
  ]);
  await workbench().pick("default");
  await workbench().notification("Its credentials come from the profile default of the Aliyun CLI.").waitFor();
  await workbench().statusBar("from the CLI · 1203715520147781").waitFor();
  await workbench().row("hub-east-china").waitFor();
  await account.loaded();
  expect(account.keyring.values()).toEqual([]);
});

it("adds a profile that assumes a role with another one, once for all regions", async () => {
  await addProfile("as admin", "RAM role");
  await workbench().waitForInput("Its credentials come from the profile default");
  await workbench().pick("from the CLI");
  await workbench().answerInput("ARN of the RAM role", roleArn);
  await workbench().answerInput("Session name", "laptop");
  await workbench().answerInput("External id", "ticket-7");
  await workbench().answerInput("Length of a session", "900");
  await workbench().notification(`It assumes the role ${roleArn}.`).waitFor();
  await workbench().statusBar("as admin · 1203715520147781").waitFor();
  await account.loaded();
  expect((await workbench().rows()).join()).toContain("hub-east-china");
  expect(account.simulator.count({ action: "AssumeRole" })).toBe(1);
  expect(account.keyring.values()).toEqual([]);
});

it("does not keep a role that refuses, and says what it needs", async () => {
  await addProfile("wrong ticket", "RAM role");
  await workbench().waitForInput("Its credentials come from the profile default");
  await workbench().pick("from the CLI");
  await workbench().answerInput("ARN of the RAM role", roleArn);
  await workbench().answerInput("Session name", "laptop");
  await workbench().answerInput("External id", "ticket-8");
  await workbench().answerInput("Length of a session", "900");
  await workbench()
    .notification(/may not assume the role[\s\S]*sts:AssumeRole/)
    .waitFor();
  await workbench().statusBar("as admin").waitFor();
});

it("adds a profile of the environment", async () => {
  await addProfile("from variables", "Environment variables");
  await workbench().notification("Its credentials come from the environment of VS Code.").waitFor();
  await workbench().statusBar("from variables · 1203715520147781").waitFor();
  await account.loaded();
});

it("runs a program for credentials only after showing it exactly, with its arguments", async () => {
  await addProfile("from a program", "Profile of the Aliyun CLI");
  await workbench().waitForInput("The profile that the CLI uses now");
  await workbench().pick("program");
  const { message, detail } = await workbench().readDialog();
  expect(message).toContain("The profile program of the Aliyun CLI gets its credentials from a program.");
  for (const word of [`Program: "${process.execPath}"`, "give.mjs", 'Argument 2: "--for"', 'Argument 3: "network"']) {
    expect(detail).toContain(word);
  }
  await workbench().pressDialog("Cancel");
  await workbench().notification("from a program that you have not allowed to run").waitFor();
  await workbench().clearNotifications();
  await addProfile("from a program", "Profile of the Aliyun CLI");
  await workbench().waitForInput("The profile that the CLI uses now");
  await workbench().pick("program");
  await workbench().readDialog();
  await workbench().pressDialog("Allow and Run");
  await workbench().statusBar("from a program · 1203715520147781").waitFor();
  await account.loaded();
});

it("imports a profile of the CLI into the keychain in one step", async () => {
  await workbench().runCommand("IPAM: Import Profile from the Aliyun CLI");
  await workbench().waitForInput("The profile that the CLI uses now");
  expect((await workbench().pickEntries()).map(({ label }) => label)).toEqual(["default"]);
  await workbench().pick("default");
  await workbench()
    .notification(/Signed in as account 1203715520147781[\s\S]*keychain of the operating system/)
    .waitFor();
  await workbench().statusBar("default · 1203715520147781").waitFor();
  expect(account.keyring.values().join()).toContain(account.key.accessKeySecret);
  await account.loaded();
});

it("refuses a dissociation that the CLI's safety policy denies, by its rule", async () => {
  const rule = { pattern: "vpcipam:Dissociate*", action: "deny" };
  account.writeCliFile("safety-policy.json", { enabled: true, rules: [rule] });
  await workbench().contextMenu(workbench().row("payments-hangzhou"));
  await workbench().pressMenu("Dissociate…");
  await workbench()
    .notification(/safety policy of the Aliyun CLI denies[\s\S]*vpcipam:Dissociate\*[\s\S]*No change was sent/)
    .waitFor();
  expect(account.simulator.count({ action: "DissociateIpamResourceDiscovery", dryRun: false })).toBe(0);
});

it("has the id typed where the policy wants a confirmation, although the settings ask for a button only", async () => {
  const rule = { pattern: "*:Dissociate*", action: "confirm" };
  account.writeCliFile("safety-policy.json", { enabled: true, rules: [rule] });
  await workbench().contextMenu(workbench().row("payments-hangzhou"));
  await workbench().pressMenu("Dissociate…");
  await workbench().readDialog();
  await workbench().pressDialog("Dissociate");
  await workbench().waitForInput(payments);
  await workbench().page.keyboard.press("Escape");
  await workbench().expectNoPrompt();
  expect(account.simulator.count({ action: "DissociateIpamResourceDiscovery", dryRun: false })).toBe(0);
  rmSync(path.join(path.dirname(config), "safety-policy.json"));
});

it("says in the tree that a profile's source has vanished, with the remedy, and goes on when it is back", async () => {
  rmSync(config);
  await switchTo("from the CLI");
  await workbench().expand(workbench().row("Secret not available"));
  await workbench().row(`The file ${config} does not exist.`).waitFor();
  await workbench().row("Set the Aliyun CLI up with aliyun configure").waitFor();
  writeProfiles();
  await switchTo("from the CLI");
  await workbench().row("hub-east-china").waitFor();
  await account.loaded();
});

it("warns before it removes a profile that a role is assumed with, and the role says so afterwards", async () => {
  await workbench().runCommand("IPAM: Remove Profile");
  await workbench().answerInput("Its credentials come from the profile default", "from the CLI");
  const { detail } = await workbench().readDialog();
  expect(detail).toContain("These profiles assume their role with it and stop working: as admin");
  await workbench().pressDialog("Remove");
  await workbench().notification("Removed the profile from the CLI.").waitFor();
  await account.loaded();
  await switchTo("as admin");
  await workbench().expand(workbench().row("Secret not available"));
  await workbench().row("The profile that this role was assumed with has been removed.").waitFor();
});

it("wrote the secret into no file below the user data and the logs", () => {
  const files = filesBelow(account.written);
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => readFileSync(file).includes(account.key.accessKeySecret))).toEqual([]);
});
