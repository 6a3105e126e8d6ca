import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cliCommand } from "../../../src/ui/explorer/cliCommand.ts";

const region = "cn-hangzhou";
const ends = { region, ipamId: "ipam-k3v9qx2m7tdh4wz1", discoveryId: "ipam-res-disco-m4q8zt2vxk7w3hcr" } as const;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "cli-command-"));
  const aliyun = path.join(folder, "aliyun");
  writeFileSync(aliyun, '#!/bin/sh\nprintf "%s\\0" "$@" > "$RECORD"\n');
  chmodSync(aliyun, 0o755);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command in the system's shell, and gives the arguments that the aliyun of a folder of its own was called with. */
function argumentsIn(command: string): readonly string[] {
  const record = path.join(folder, "record");
  const env = { PATH: `${folder}:/usr/bin:/bin`, RECORD: record };
  execFileSync("/bin/sh", ["-c", command], { cwd: folder, env, stdio: "pipe" });
  return readFileSync(record, "utf8").split("\0").slice(0, -1);
}

describe("The command of the aliyun CLI", () => {
  it("dry-runs the dissociation of exactly this association", () => {
    expect(cliCommand(ends, "posix")).toBe(
      "aliyun vpcipam DissociateIpamResourceDiscovery --RegionId 'cn-hangzhou' --IpamId 'ipam-k3v9qx2m7tdh4wz1' " +
        "--IpamResourceDiscoveryId 'ipam-res-disco-m4q8zt2vxk7w3hcr' --DryRun 'true'",
    );
  });

  it.each([
    "ipam-1; touch pwned",
    "$(touch pwned)",
    "`touch pwned`",
    "' ; touch pwned ; '",
    "'\\'' && touch pwned #",
    '" | touch pwned | "',
    "$HOME $PATH ~ * ? [a-z] {a,b} !! !1",
    "> pwned < record & ( ) \\",
    "-- --force",
  ])("gives a shell nothing to act upon in %s", (id) => {
    const command = cliCommand({ region, ipamId: id, discoveryId: id }, "posix");
    expect(argumentsIn(command)).toEqual([
      ...["vpcipam", "DissociateIpamResourceDiscovery", "--RegionId", region],
      ...["--IpamId", id, "--IpamResourceDiscoveryId", id, "--DryRun", "true"],
    ]);
    expect(readdirSync(folder).sort()).toEqual(["aliyun", "record"]);
  });

  it("gives a terminal nothing to act upon: neither line ends nor control characters", () => {
    const id = "ipam-1\u001b[201~\ntouch pwned\r\u0003\u202e";
    const command = cliCommand({ region, ipamId: id, discoveryId: id }, "posix");
    expect(command).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(argumentsIn(command)).toContain("ipam-1 [201~ touch pwned");
  });

  it.each([
    ["a plain one", "ipam-1", "'ipam-1'"],
    ["quotes, also typographic ones", "a'b’c‘d", "'a''b’’c‘‘d'"],
    ["variables and subexpressions", "$(calc) $env:X `n", "'$(calc) $env:X `n'"],
    ["double quotes, which would end the argument of a program", 'a" --force "b', "'a\\\" --force \\\"b'"],
    ["a backslash at the end, which would take the closing quote along", "a b\\", "'a b\\\\'"],
  ])("quotes for PowerShell %s", (_, id, quoted) => {
    expect(cliCommand({ ...ends, ipamId: id }, "powershell")).toContain(`--IpamId ${quoted} --IpamResource`);
  });
});
