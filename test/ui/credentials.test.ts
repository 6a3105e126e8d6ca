import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { KeyringState } from "../support/Keyring.ts";
import { TestAccount } from "../support/TestAccount.ts";

describe.each<[state: KeyringState, what: string, how: RegExp]>([
  ["locked", "The keychain is locked.", /Unlock it in the operating system/],
  ["absent", "No keychain can be used on this machine.", /gnome-keyring or KWallet/],
  ["noBus", "No keychain can be used on this machine.", /D-Bus session/],
])("With a keyring that is %s", (keyring, what, how) => {
  let account: TestAccount;

  beforeEach(async () => {
    account = await TestAccount.start({ keyring });
  });

  afterEach(async ({ task }) => {
    const { workbench } = account;
    if (task.result?.state === "fail") await workbench.screenshot(path.join("test-results", `keyring ${keyring}.png`));
    await workbench.expectNoPrompt();
    await account.stop();
  });

  it("says which it is and how to mend it, asks once where to keep secrets, and goes on", async () => {
    const { workbench } = account;
    await account.addProfile("first");
    const { message, detail, buttons } = await workbench.readDialog();
    expect(message).toBe(what);
    expect(detail).toMatch(how);
    expect(buttons).toEqual(expect.arrayContaining(["Try Again", "Use VS Code's Secret Storage"]));
    await workbench.pressDialog("Keep in Memory Until VS Code Closes");
    await workbench.notification(/Signed in as account[\s\S]*in memory until VS Code closes/).waitFor();
    await workbench.row("hub-east-china").waitFor();
    await workbench.clearNotifications();
    await account.addProfile("second");
    await workbench.notification(/Signed in as account[\s\S]*in memory until VS Code closes/).waitFor();
  });
});

describe("With a keyring that loses an entry", () => {
  it("says that the secret is gone, in the tree and with a way to sign in again", async () => {
    const account = await TestAccount.start();
    await account.addProfile("production");
    await account.workbench.row("hub-east-china").waitFor();
    await account.closeVsCode();
    account.keyring.clear();
    await account.openVsCode();
    const { workbench } = account;
    await workbench.expand(workbench.row("Secret not available"));
    await workbench.row("The keychain no longer holds the secret of this profile.").waitFor();
    await workbench.row("Sign In Again").waitFor();
    await workbench.expectNoPrompt();
    await account.stop();
  });
});
