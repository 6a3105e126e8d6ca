import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/iac/Finding.ts";
import { findingsOf } from "../../support/testReader.ts";

const regions = ["cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen"];
const regionList = fc.uniqueArray(fc.constantFrom(...regions), { minLength: 1 });
const name = fc.constantFrom("a", "b", "c", "d", "e");

/** A block of its own, and what names it. */
interface Block {
  readonly key: string;
  readonly head: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

const ipam = fc.tuple(name, regionList).map(
  ([own, list]): Block => ({
    key: `ipam ${own}`,
    head: `resource "alicloud_vpc_ipam_ipam" "${own}"`,
    attributes: [
      ["ipam_name", `"ipam-${own}-\${local.suffix}"`],
      ["operating_region_list", JSON.stringify(list)],
    ],
  }),
);
const discovery = fc.tuple(name, regionList).map(
  ([own, list]): Block => ({
    key: `discovery ${own}`,
    head: `resource "alicloud_vpc_ipam_ipam_resource_discovery" "${own}"`,
    attributes: [
      ["provider", "alicloud.other"],
      ["operating_region_list", JSON.stringify(list)],
    ],
  }),
);
const share = name.map(
  (own): Block => ({
    key: `share ${own}`,
    head: `resource "alicloud_resource_manager_resource_share" "${own}"`,
    attributes: [["resource_share_name", `"${own}"`]],
  }),
);
const sharedResource = fc.tuple(name, name, name).map(
  ([own, of, by]): Block => ({
    key: `sharedResource ${own}`,
    head: `resource "alicloud_resource_manager_shared_resource" "${own}"`,
    attributes: [
      ["resource_id", `alicloud_vpc_ipam_ipam_resource_discovery.${of}.id`],
      ["resource_share_id", `alicloud_resource_manager_resource_share.${by}.id`],
      ["resource_type", '"IpamResourceDiscovery"'],
    ],
  }),
);
const sharedTarget = fc.tuple(name, name).map(
  ([own, by]): Block => ({
    key: `sharedTarget ${own}`,
    head: `resource "alicloud_resource_manager_shared_target" "${own}"`,
    attributes: [
      ["target_id", '"1234567890"'],
      ["resource_share_id", `alicloud_resource_manager_resource_share.${by}.id`],
    ],
  }),
);
const module = fc.uniqueArray(fc.oneof(ipam, discovery, share, sharedResource, sharedTarget), {
  selector: ({ key }) => key,
  maxLength: 15,
});

const around = 'locals { suffix = "x" }\nprovider "alicloud" {\n  alias = "other"\n  profile = "other"\n}\n';

/** How a module may be written: the order of its blocks and attributes, in which file each stands, its spaces and comments. */
const style = fc.record({
  seed: fc.infiniteStream(fc.nat()),
  indent: fc.constantFrom("", " ", "  ", "\t"),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  comment: fc.constantFrom("", " # } a comment {", ' // "', " /* { */"),
  files: fc.integer({ min: 1, max: 3 }),
});

type Style = typeof style extends fc.Arbitrary<infer T> ? T : never;

function shuffled<T>(items: readonly T[], seed: Iterator<number>): readonly T[] {
  return items
    .map((item) => ({ item, rank: seed.next().value as number }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

function written(blocks: readonly Block[], { seed, indent, lineEnd, comment, files }: Style): Record<string, string> {
  const texts = new Map<string, string>([["0.tf", around]]);
  for (const { head, attributes } of shuffled(blocks, seed)) {
    const file = `${(seed.next().value as number) % files}.tf`;
    const lines = shuffled(attributes, seed).map(
      ([key, value]) => `${indent}${key} =${indent || " "}${value}${comment}`,
    );
    const block = [`${head} {${comment}`, ...lines, "}", ""].join("\n");
    texts.set(file, `${texts.get(file) ?? ""}${block}\n`);
  }
  return Object.fromEntries([...texts].map(([file, text]) => [file, text.replaceAll("\n", lineEnd)]));
}

/** What findings say, apart from where. */
function sayings(findings: readonly Finding[]): readonly string[] {
  return findings
    .map(({ path: _, range: __, base: ___, ...saying }) =>
      JSON.stringify(saying, (_key, value) =>
        Array.isArray(value) ? [...value].map((item) => JSON.stringify(item)).sort() : value,
      ),
    )
    .sort();
}

const plain: Style = {
  seed: fc.sample(style, 1)[0]?.seed as Style["seed"],
  indent: "  ",
  lineEnd: "\n",
  comment: "",
  files: 1,
};

describe("However a module is written", () => {
  it("moving, re-ordering and re-formatting its blocks is no change", async () => {
    await fc.assert(
      fc.asyncProperty(module, style, async (blocks, other) => {
        const now = written(blocks, other);
        expect(sayings(await findingsOf(written(blocks, plain), now))).toEqual(sayings(await findingsOf(now, now)));
        expect(sayings(await findingsOf(now, now)).filter((saying) => !saying.includes("BecomesDefault"))).toEqual([]);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it("a change of it is said in the same words", async () => {
    await fc.assert(
      fc.asyncProperty(module, module, style, style, async (before, after, one, other) => {
        const expected = await findingsOf(written(before, plain), written(after, plain));
        const found = await findingsOf(written(before, one), written(after, other));
        expect(sayings(found)).toEqual(sayings(expected));
      }),
      { seed: 2, numRuns: 150 },
    );
  });
});
