import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { Organisation } from "../../src/simulator/Organisation.ts";
import { TestAccount } from "../support/TestAccount.ts";

let account: TestAccount;

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") {
    await account.workbench.screenshot(path.join("test-results", `${task.name.slice(0, 60)}.png`));
  }
  await account.stop();
});

it("tells an account that has not activated the service from one that has no IPAM", async () => {
  const organisation = new Organisation();
  const owner = organisation.addAccount("1000000000000001", "empty");
  owner.opened = false;
  account = await TestAccount.start({ simulator: { organisation } });
  await account.addProfile("empty");
  const { workbench } = account;
  await workbench.row("VPC IPAM is not activated in this account").waitFor();
  owner.opened = true;
  await workbench.runCommand("IPAM: Refresh");
  await workbench.row("No IPAM in any region").waitFor();
  expect(await workbench.rows()).toHaveLength(1);
});

it("says how to activate VPC IPAM when the lists of an account answer that it is not activated", async () => {
  const organisation = new Organisation();
  const owner = organisation.addAccount("1000000000000001", "empty");
  owner.opened = false;
  account = await TestAccount.start({ simulator: { organisation, assumptions: { unopenedServiceListsEmpty: false } } });
  await account.addProfile("empty");
  const { workbench } = account;
  const failure = workbench.row("VPC IPAM is not activated in this account");
  await failure.waitFor();
  expect(await workbench.rows()).toHaveLength(1);
  await workbench.press(failure);
  await workbench.row("Activate it in the IPAM console, then refresh.").waitFor();
  await workbench.screenshot(path.join("test-results", "not activated.png"));
  owner.opened = true;
  await workbench.runCommand("IPAM: Refresh");
  await workbench.row("No IPAM in any region").waitFor();
});
