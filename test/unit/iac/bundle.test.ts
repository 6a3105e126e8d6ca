import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundle, entries, wasmFiles } from "../../../esbuild.config.mjs";
import type { IacReader } from "../../../src/iac/IacReader.ts";

const root = path.resolve(import.meta.dirname, "../../..");
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "iac-bundle-"));
  await bundle({ iac: entries["iac"] ?? "" }, folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

it("The bundle reads every language by itself, with nothing but the parser's modules beside it", async () => {
  const bundled: { IacReader: typeof IacReader } = createRequire(import.meta.url)(path.join(folder, "iac.cjs"));
  const [runtime, grammar] = wasmFiles.map((file) => new Uint8Array(readFileSync(path.join(root, file))));
  if (!runtime || !grammar) throw new Error("A module of the parser is missing.");
  const reader = new bundled.IacReader({
    hclModules: async () => ({ runtime, grammar }),
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
  const texts = {
    "a.tf": 'resource "alicloud_vpc_ipam_ipam" "hub" {}',
    "a.yaml": "Resources:\n  Hub:\n    Type: ALIYUN::VPC::Ipam\n",
    "a.json": '{"Resources": {"Hub": {"Type": "ALIYUN::VPC::Ipam"}}}',
    "a.ts": 'new alicloud.vpc.IpamIpam("hub", {});',
  };
  for (const [file, text] of Object.entries(texts)) {
    const reading = await reader.read({ key: file, path: file, text });
    expect(
      reader.references(reader.module([reading]), reading).map(({ kind }) => kind),
      file,
    ).toEqual(["ipam"]);
  }
});
