import { describe, expect, it } from "vitest";
import { testReader } from "../../support/testReader.ts";

/** As much of a text as an editor hands out at most. */
const large = 1_400_000;
const filled = (unit: string, length = large) => unit.repeat(Math.floor(length / unit.length));
const block = 'resource "alicloud_vpc_ipam_ipam" "x" {\n';

async function reasons(path: string, text: string): Promise<readonly string[]> {
  const reader = testReader();
  const file = await reader.read({ key: path, path, text });
  reader.references(reader.module([file]), file);
  return [...new Set(file.skipped.map(({ reason }) => reason))];
}

describe("A hostile document", () => {
  it.each(["main.tf", "main.tf.json", "t.yaml", "t.json", "index.ts", "x.py", "x.sh"])(
    "of 100 MB is not read, and says so: %s",
    async (path) => {
      expect(await reasons(path, " ".repeat(100_000_000))).toEqual(["tooLarge"]);
    },
  );

  it.each([
    ["main.tf", `${block}x = ${"[".repeat(50_000)}`],
    ["main.tf.json", `{"resource": ${"[".repeat(50_000)}`],
    ["t.json", "[".repeat(50_000)],
    ["t.yaml", `Resources:\n  Ipam: ${"[".repeat(40_000)}`],
    ["t.yaml", `Resources:\n  Ipam:\n    ${"- ".repeat(20_000)}x`],
  ])("with brackets within brackets is not read, and says so: %s", async (path, text) => {
    expect(await reasons(path, text)).toEqual(["tooDeep"]);
  });

  it("with a bomb of aliases has that entry refused", async () => {
    const bomb = Array.from({ length: 20 }, (_, level) =>
      level === 0
        ? "    a0: &a0 ipam"
        : `    a${level}: &a${level} [${Array(10)
            .fill(`*a${level - 1}`)
            .join(", ")}]`,
    ).join("\n");
    expect(await reasons("t.yaml", `Resources:\n  Ipam:\n${bomb}\n`)).toEqual(["tooManyAliases"]);
  });

  it.each([
    ["main.tf", filled('resource "a" "b" {\n  x = <<EOT\n')],
    ["main.tf", Array.from({ length: 50_000 }, (_, index) => `x = <<E${index}\n`).join("")],
    ["main.tf", `${filled(`${block}  x = <<EOT\n`)}EOT\n`],
    ["main.tf", filled(block)],
    ["main.tf", filled(`${block}  y = "\${\n`)],
    ["main.tf", filled("/*")],
    ["main.tf", filled('"${"')],
    ["main.tf", filled(`${block}}\n`, 600_000)],
    ["index.ts", filled("new alicloud.vpc.IpamIpam(", 900_000)],
    ["index.ts", filled("`${", 900_000)],
    ["index.ts", filled("x = [\n", 900_000)],
    ["index.ts", filled("import {", 900_000)],
    ["x.py", filled("'''\"\"\"", 900_000)],
    ["t.yaml", `Resources:\n${filled("  ipam:\n    Type: ALIYUN::VPC::Ipam\n", 500_000)}`],
    ["t.yaml", `Resources:\n  ipam: ${filled("&a ", 40_000)}`],
    ["t.yaml", filled("Resources: {ipam: x}\n", 500_000)],
    ["t.json", `{"Resources": {${filled('"Ipam": {},', 900_000)}`],
    ["x.sh", filled("ipam-a1b2c3d4e5f6g7 ")],
    ["x.sh", filled("ipam-")],
    ["x.sh", filled("Fn::GetAtt: [ ")],
  ])("is read to its end: %s", async (path, text) => {
    await expect(reasons(path, text)).resolves.toBeDefined();
  });

  it("lets others have their turn while it is read", async () => {
    let turns = 0;
    const reader = testReader(async () => {
      turns += 1;
      await new Promise<void>((resolve) => setImmediate(resolve));
    });
    const text = Array.from(
      { length: 6_000 },
      (_, index) => `${block.replace('"x"', `"x${index}"`)}  ipam_name = "x"\n}\n`,
    );
    await reader.read({ key: "a", path: "main.tf", text: text.join("") });
    expect(turns).toBeGreaterThan(3);
  });

  it("is given up when it is no longer wanted", async () => {
    const text = filled(`${block}}\n`, 600_000);
    await expect(
      testReader().read({ key: "a", path: "main.tf", text }, AbortSignal.abort(new Error("edited"))),
    ).rejects.toThrow("edited");
  });

  it("may be a plan: too deep, too large or broken", async () => {
    const reader = testReader();
    expect((await reader.readPlan("[".repeat(50_000))).skipped).toBe("tooDeep");
    expect((await reader.readPlan(" ".repeat(65_000_000))).skipped).toBe("tooLarge");
    expect((await reader.readPlan('{"resource_changes": [{"type": "alicloud')).changes).toEqual([]);
    expect((await reader.readPlan(filled('"\\', 2_000_000))).kind).toBe("neither");
  });
});
