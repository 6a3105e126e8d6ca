import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { demoOrganisation } from "../../src/simulator/demoOrganisation.ts";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const hub = "ipam-k3v9qx2m7tdh4wz1";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const lake = "ipam-res-disco-x7j3vw9kq5tz2mhb";
const singapore = "ipam-res-disco-r6k2hq8vz4mx9twc";
const paymentsDefault = "ipam-res-disco-q2w7kz5xm9vt4hcj";
const notOurs = "ipam-res-disco-zzz8zt2vxk7w3hcr";

const terraform = `# Hub of East China
resource "alicloud_vpc_ipam_ipam" "hub" {
  ipam_name             = "hub-east-china"
  operating_region_list = ["cn-hangzhou", "cn-shanghai"]
}

resource "alicloud_resource_manager_resource_share" "payments" {
  resource_share_name = "payments"
}

resource "alicloud_resource_manager_shared_resource" "payments" {
  resource_id       = "${payments}"
  resource_share_id = alicloud_resource_manager_resource_share.payments.id
  resource_type     = "IpamResourceDiscovery"
}

output "hub" {
  value = alicloud_vpc_ipam_ipam.hub.id
}
`;

const script = `#!/bin/sh
# Both of the spokes
for id in ${payments} ${lake}; do
  echo "$id"
done
aliyun vpcipam ListIpamDiscoveredResource --RegionId cn-hangzhou --IpamResourceDiscoveryId ${notOurs}
`;

let account: TestAccount;
const workbench = (): Workbench => account.workbench;

function write(file: string, text: string): void {
  const target = path.join(account.written, "workspace", file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

/** Changing actions and lists, in the order they were asked for. */
function asked(): readonly string[] {
  return account.simulator.requests.map(({ action }) => action).sort();
}

/** A lens in the row that begins with a text. */
function lensOf(first: string, text: string): Locator {
  const row = workbench().editor.locator(".codelens-decoration", { hasText: first }).first();
  return row.locator("a", { hasText: text }).first();
}

async function picture(name: string): Promise<void> {
  await workbench().screenshot(path.join("test-results", `editor-${name}.png`));
}

beforeAll(async () => {
  account = await TestAccount.prepare({ simulator: { organisation: demoOrganisation() } });
  write("live/main.tf", terraform);
  write("live/provider.tf", 'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n');
  write("list.sh", script);
  write("heredocs.tf", `# ${payments}\n${"x = <<A\n".repeat(40_000)}`);
  write("brackets.tf", `# ${payments}\nlocals {\n  ipam = ${"[".repeat(50_000)}\n}\n`);
  write("elsewhere.sh", `aliyun vpcipam X --RegionId cn-hangzhou --Id ${paymentsDefault}\n`);
  await account.openVsCode();
});

afterAll(() => account.stop());
afterEach(({ task }) => account.afterTest(task));

describe("Before an account is open", () => {
  it("a lens says that nothing is read yet, and nothing is asked for", async () => {
    await workbench().openFile("live/main.tf");
    await workbench().codeLens("Associations are not read yet").waitFor();
    await workbench().codeLens("Read now").waitFor();
    await picture("unread");
    expect(account.simulator.requests).toEqual([]);
  });
});

describe("With an account open", () => {
  beforeAll(async () => {
    await account.addProfile("ops");
    await workbench().row("hub-east-china").waitFor();
    await account.loaded();
    await workbench().clearNotifications();
  });

  it("a lens tells what a block is associated with, and how old that is", async () => {
    await workbench().codeLens("Associated with data-lake-hangzhou, payments-hangzhou · read just now").waitFor();
    await workbench().codeLens("Associated with hub-east-china · read just now").waitFor();
    await workbench().codeLens("Reveal in IPAMs").waitFor();
    await picture("lenses");
  });

  it("a hover tells what is known of an IPAM", async () => {
    const text = (await workbench().hoverWord("alicloud_vpc_ipam_ipam")).replaceAll("\u00a0", " ");
    const known = [hub, "Created", "cn-hangzhou, cn-shanghai", "payments-hangzhou", "VPCs and vSwitches not read yet"];
    for (const part of ["hub-east-china", ...known, "Open the list in the IPAM console", "with ops ("]) {
      expect(text).toContain(part);
    }
    await picture("hover");
  });

  it("opening, typing, pointing and scrolling start no request", async () => {
    account.simulator.forget();
    await workbench().openFile("list.sh");
    await workbench().codeLens("2 ids: Associated with hub-east-china").waitFor();
    await workbench().codeLens("Not in account ops").waitFor();
    await picture("ids");
    await workbench().openFile("live/main.tf");
    await workbench().codeLens("Reveal in IPAMs").waitFor();
    await workbench().editor.locator(".view-line").first().click();
    await workbench().page.keyboard.press("End");
    await workbench().page.keyboard.type(` ${singapore}`);
    await workbench().codeLens("Associated with hub-asia-pacific").waitFor();
    await workbench().hoverWord(singapore);
    await workbench().page.mouse.wheel(0, 2_000);
    await workbench().page.keyboard.press("Control+End");
    await workbench().page.keyboard.press("Control+Home");
    await workbench().codeLens("Associated with hub-asia-pacific").waitFor();
    // Its answer shows that the extension had time for what it starts of its own accord.
    await workbench().runCommand("IPAM: Copy the RAM Policy That Is Needed");
    await workbench().notification("Copied the RAM policy").waitFor();
    expect(account.simulator.requests).toEqual([]);
  });

  it("a click on a lens dry-runs one pair that is where the file says, with one list and one dry run", async () => {
    await lensOf("Associated with hub-east-china", "Dry-run dissociation").click();
    await workbench().codeLens("Dry run passed just now").waitFor();
    await picture("passed");
    expect(asked()).toEqual(["DissociateIpamResourceDiscovery", "ListIpamResourceDiscoveryAssociations"]);
    expect(account.simulator.count({ action: "DissociateIpamResourceDiscovery", dryRun: false })).toBe(0);
    await workbench().expectNoPrompt();
  });

  it("an edit of the block makes what was found stale, and an edit elsewhere does not", async () => {
    await workbench().page.keyboard.press("Control+Home");
    await workbench().page.keyboard.press("Enter");
    await workbench().codeLens("Dry run passed").waitFor();
    await workbench().editor.locator(".view-line", { hasText: "resource_share_name" }).click();
    await workbench().page.keyboard.press("End");
    await workbench().page.keyboard.type(" # edited");
    await workbench().codeLens("Dry-run again: edited since the last one").waitFor();
    await picture("stale");
    expect(account.simulator.requests).toEqual([]);
  });

  it("several pairs are chosen from, and the account is shown first", async () => {
    await lensOf("Associated with data-lake-hangzhou", "Dry-run dissociation…").click();
    await workbench().waitForInput("Dry-Run Dissociation in Account ops (1203715520147781)");
    await workbench().waitForInput("2 Selected");
    await picture("choice");
    expect((await workbench().pickEntries()).map(({ label }) => label)).toEqual([
      "data-lake-hangzhou → hub-east-china",
      "payments-hangzhou → hub-east-china",
    ]);
    expect(account.simulator.requests).toEqual([]);
    await workbench().page.keyboard.press("Enter");
    await workbench().codeLens("2 dry runs passed just now").waitFor();
    expect(account.simulator.count({ action: "DissociateIpamResourceDiscovery", dryRun: true })).toBe(2);
  });

  it("another region than the file says is asked about first", async () => {
    await workbench().openFile("elsewhere.sh");
    await lensOf("Associated with hub-shanghai", "Dry-run dissociation").click();
    await workbench().page.getByPlaceholder("The file says cn-hangzhou; the association is elsewhere.").waitFor();
    await picture("elsewhere");
    expect(account.simulator.requests).toEqual([]);
    await workbench().page.keyboard.press("Escape");
  });

  it("a missing permission reads as cannot tell", async () => {
    const rule = account.simulator.inject({
      action: "DissociateIpamResourceDiscovery",
      fault: { kind: "error", status: 403, code: "Forbidden.RAM" },
    });
    await lensOf("Associated with hub-shanghai", "Dry-run dissociation").click();
    await workbench().page.getByPlaceholder("The file says cn-hangzhou").waitFor();
    await workbench().page.keyboard.press("Enter");
    await workbench().codeLens("Cannot tell: No permission").waitFor();
    rule.remove();
    await picture("cannot-tell");
  });

  it("a lens reveals its row in the tree", async () => {
    await lensOf("Associated with hub-shanghai", "Reveal in IPAMs").click();
    const selected = async () =>
      (await workbench().tree()).filter(({ selected: isSelected }) => isSelected).map(({ label }) => label);
    await expect.poll(selected, { timeout: 30_000 }).toEqual(["ipam-res-disco-q2w7kz5xm9vt4hcj"]);
  });

  it.each(["heredocs.tf", "brackets.tf"])("%s, made to be hostile, hangs nothing", async (file) => {
    await workbench().openFile(file);
    await workbench().codeLens("Associated with hub-east-china").waitFor();
  });
});
