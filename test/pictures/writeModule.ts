import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const type = "alicloud_resource_manager_shared_resource";
const discoveries = { payments: "ipam-res-disco-m4q8zt2vxk7w3hcr", lake: "ipam-res-disco-x7j3vw9kq5tz2mhb" };

/** Lines of share.tf that hold the first block which shares a discovery. */
export const sharedBlock = { first: 6, last: 10 };

/** A committed module that shares discoveries of the demo organisation, and a plan that would end that. */
export function writeModule(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const blocks = Object.entries(discoveries).map(
    ([name, id]) => `resource "${type}" "${name}" {
  resource_id       = "${id}"
  resource_share_id = alicloud_resource_manager_resource_share.network.id
  resource_type     = "IpamResourceDiscovery"
}
`,
  );
  const share = `# Whom our networks are visible to
resource "alicloud_resource_manager_resource_share" "network" {
  resource_share_name = "network-visibility"
}
`;
  writeFileSync(path.join(folder, "main.tf"), 'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n');
  writeFileSync(path.join(folder, "share.tf"), [share, ...blocks].join("\n"));
  writeFileSync(path.join(folder, "plan.json"), JSON.stringify(plan(), undefined, 2));
  for (const args of [
    ["init", "-q"],
    ["add", "."],
    ["commit", "-q", "-m", "Share the discoveries"],
  ]) {
    const own = ["-c", "user.name=Network", "-c", "user.email=network@example.invalid"];
    execFileSync("git", [...own, ...args], { cwd: folder, stdio: "pipe" });
  }
}

function plan(): unknown {
  const changes = Object.entries(discoveries).map(([name, id]) => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    change: {
      actions: ["delete"],
      before: { resource_share_id: "rs-1", resource_id: id, resource_type: "IpamResourceDiscovery" },
      after: null,
    },
  }));
  return { format_version: "1.2", planned_values: { root_module: {} }, resource_changes: changes };
}
