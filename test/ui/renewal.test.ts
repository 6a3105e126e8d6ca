import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { AccessKey } from "../../src/simulator/AccessKey.ts";
import type { Account } from "../../src/simulator/Organisation.ts";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const refusal = "This AccessKey is disabled.";

let account: TestAccount;
const workbench = (): Workbench => account.workbench;

beforeAll(async () => {
  account = await TestAccount.start();
  await account.signIn("production");
});

afterAll(() => account.stop());

afterEach(({ task }) => account.afterTest(task));

/** Disables the keys of the account, as a rotation does; returns the one that takes their place. */
function rotate(position = 0): AccessKey {
  const owner = accountAt(position);
  for (const key of owner.accessKeys) key.inactive = true;
  return account.simulator.organisation.addRamUser(owner, `rotated-${owner.accessKeys.length}`);
}

function accountAt(position: number): Account {
  const found = account.simulator.organisation.accounts[position];
  if (!found) throw new Error("There is no such account.");
  return found;
}

async function typeKey({ accessKeyId, accessKeySecret }: AccessKey): Promise<void> {
  await workbench().waitForInput("AccessKey id");
  expect(await workbench().isMasked()).toBe(false);
  await workbench().answerInput("AccessKey id", accessKeyId);
  await workbench().waitForInput("AccessKey secret");
  await expect.poll(() => workbench().isMasked()).toBe(true);
  await workbench().answerInput("AccessKey secret", accessKeySecret);
}

/** Waits until as many requests were refused as are sent at once. */
async function refused(atLeast: number): Promise<void> {
  await expect
    .poll(() => account.simulator.requests.filter(({ status }) => (status ?? 0) >= 400).length, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(atLeast);
}

it("asks once when a rotated key is refused in all regions, and all that is under way goes on", async () => {
  const key = rotate();
  await workbench().runCommand("IPAM: Refresh");
  await refused(33);
  // A dry run that is started meanwhile waits for the same answer.
  await workbench().contextMenu(workbench().row("payments-hangzhou"));
  await workbench().pressMenu("Dry Run Dissociation");
  await workbench().notification(refusal).waitFor();
  expect(await workbench().notifications()).toEqual([
    expect.stringMatching(/This AccessKey is disabled\..*profile production: what is under way waits\./),
  ]);
  await workbench().screenshot("test-results/renewal.png");
  await workbench().pressNotification(refusal, "Renew Credentials…");
  await typeKey(key);
  await workbench().notification("Dry run passed").waitFor();
  await account.loaded();
  expect((await workbench().rows()).join()).not.toMatch(/refused|could not be read/);
  expect((await workbench().notifications()).join()).not.toContain(refusal);
  expect(account.keyring.values().join()).toContain(key.accessKeySecret);
  expect(account.keyring.values()).toHaveLength(1);
});

it("keeps no credentials of another account, and asks again", async () => {
  const key = rotate();
  await workbench().runCommand("IPAM: Refresh");
  await workbench().pressNotification(refusal, "Renew Credentials…");
  const [foreign] = accountAt(1).accessKeys;
  if (!foreign) throw new Error("The other account has no key.");
  await typeKey(foreign);
  await workbench().notification("so that they were not kept").waitFor();
  expect(account.keyring.values().join()).not.toContain(foreign.accessKeySecret);
  await workbench().pressNotification("so that they were not kept", "Renew Credentials…");
  await typeKey(key);
  await account.loaded();
  await workbench().row("hub-east-china").waitFor();
  expect((await workbench().rows()).join()).not.toContain("refused");
});

it("does not ask again once it was declined, and offers to renew in the tree", async () => {
  const key = rotate();
  await workbench().runCommand("IPAM: Refresh");
  await workbench().notification(refusal).waitFor();
  await workbench().clearNotifications();
  await workbench().row("AccessKey refused").waitFor();
  account.simulator.forget();
  await workbench().runCommand("IPAM: Refresh");
  // The row goes while its regions are read again.
  await refused(33);
  await account.loaded();
  await workbench().row("AccessKey refused").waitFor();
  expect(await workbench().notifications()).toEqual([]);
  await workbench().expand(workbench().row("AccessKey refused"));
  await workbench().press(workbench().row("Sign In Again"));
  await typeKey(key);
  await workbench().notification("Renewed the credentials of the profile production.").waitFor();
  await workbench().row("AccessKey refused").waitFor({ state: "detached" });
  await account.loaded();
});

it("asks nobody when the key was rotated in the file of the CLI, where it comes from", async () => {
  const write = ({ accessKeyId, accessKeySecret }: AccessKey) =>
    account.writeCliFile("config.json", {
      current: "default",
      profiles: [{ name: "default", mode: "AK", access_key_id: accessKeyId, access_key_secret: accessKeySecret }],
    });
  write(rotate());
  await workbench().runCommand("IPAM: Add Profile");
  await workbench().answerInput("A name for this account", "from the CLI");
  await workbench().pick("Profile of the Aliyun CLI");
  await workbench().waitForInput("The profile that the CLI uses now");
  await workbench().pick("default");
  await workbench().notification("Signed in").waitFor();
  await account.loaded();
  await workbench().clearNotifications();
  write(rotate());
  await workbench().runCommand("IPAM: Refresh");
  await account.loaded();
  await workbench().row("hub-east-china").waitFor();
  expect(await workbench().notifications()).toEqual([]);
  expect((await workbench().rows()).join()).not.toContain("refused");
});
