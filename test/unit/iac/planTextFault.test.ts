import { describe, expect, it } from "vitest";
import { planTextFault } from "../../../src/iac/plan/planTextFault.ts";
import { testReader } from "../../support/testReader.ts";

const plan = (fields: object) =>
  JSON.stringify({ format_version: "1.2", terraform_version: "1.9.8", planned_values: {}, ...fields });

describe("A file is taken for a plan", () => {
  it("when terraform or tofu wrote it, with changes or without", () => {
    expect(planTextFault(plan({}))).toBeUndefined();
    expect(planTextFault(`${plan({ resource_changes: [] })}\r\n`)).toBeUndefined();
    expect(planTextFault(plan({ format_version: "0.2" }))).toBeUndefined();
    expect(planTextFault(JSON.stringify(JSON.parse(plan({})), undefined, 2))).toBeUndefined();
  });

  it("and else the person is told what it is", () => {
    expect(planTextFault(" \n")).toBe("empty");
    expect(planTextFault("PK\u0003\u0004rest")).toBe("binary");
    expect(planTextFault("\u0000\u0001")).toBe("binary");
    expect(planTextFault("Terraform will perform the following actions:")).toBe("notJson");
    expect(planTextFault(JSON.stringify({ version: 4, serial: 7, lineage: "x", resources: [] }))).toBe("state");
    expect(planTextFault(JSON.stringify({ format_version: "1.0", values: {} }))).toBe("state");
    expect(planTextFault(plan({ format_version: "2.0" }))).toBe("otherVersion");
    expect(planTextFault('{"@level":"info","@message":"Plan: 1 to add"}')).toBe("neither");
    expect(planTextFault(plan({ resource_changes: [{}] }).slice(0, -1))).toBe("cut");
  });

  it("not by a text inside of it that says so", () => {
    expect(planTextFault(JSON.stringify({ note: '"planned_values"' }))).toBe("neither");
  });
});

it("A plan that ends between two brackets is known to end too early", async () => {
  const whole = plan({ resource_changes: [{ address: "a", type: "alicloud_vpc" }], configuration: {} });
  const reader = testReader();
  expect((await reader.readPlan(whole)).skipped).toBeUndefined();
  expect((await reader.readPlan(whole.slice(0, whole.lastIndexOf("}")))).skipped).toBe("unreadable");
});
