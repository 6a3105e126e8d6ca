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

it("tells an account that has not opened the service from one that has no IPAM", async () => {
  const organisation = new Organisation();
  const owner = organisation.addAccount("1000000000000001", "empty");
  owner.opened = false;
  account = await TestAccount.start({ simulator: { organisation } });
  await account.addProfile("empty");
  const { workbench } = account;
  await workbench.row("VPC IPAM is not opened in this account").waitFor();
  owner.opened = true;
  await workbench.runCommand("IPAM: Refresh");
  await workbench.row("No IPAM in any region").waitFor();
  expect(await workbench.rows()).toHaveLength(1);
});
