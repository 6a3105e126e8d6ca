import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";

it("says exactly what to install where it may not install it itself", () => {
  const toolchain = path.resolve(import.meta.dirname, "../../../scripts/toolchain.mjs");
  const program = `import { ensureSystemPackages, main } from ${JSON.stringify(toolchain)};
    await main(async () => ensureSystemPackages(["gnome-keyring", "openssl"]));`;
  const empty = mkdtempSync(path.join(tmpdir(), "ipam-path-"));
  const options = { env: { PATH: empty }, encoding: "utf8" } as const;
  const { stderr, status } = spawnSync(process.execPath, ["--input-type=module", "-e", program], options);
  rmSync(empty, { recursive: true });
  expect(stderr).toContain("On Debian: sudo apt-get install gnome-keyring openssl");
  expect(status).not.toBe(0);
});
