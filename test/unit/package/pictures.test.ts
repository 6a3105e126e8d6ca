import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../../scripts/toolchain.mjs";

const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));

describe("The icon", () => {
  const png = readFileSync(path.join(root, manifest.icon));

  it("is a PNG of 256 by 256 pixels with transparent corners", () => {
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([256, 256]);
    // Colour type 6: with an alpha channel.
    expect(png[25]).toBe(6);
  });

  it("is small", () => {
    expect(png.length).toBeLessThan(50_000);
  });
});

describe("The glyph of the activity bar", () => {
  const [container] = manifest.contributes.viewsContainers.activitybar;
  const svg = readFileSync(path.join(root, container.icon), "utf8");

  it("is 24 by 24", () => {
    expect(svg).toMatch(/^<svg [^>]*width="24" height="24" viewBox="0 0 24 24"/);
  });

  it("has one colour, which is that of the theme", () => {
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour);
    expect(new Set(colours)).toEqual(new Set(["none", "currentColor"]));
    expect(svg).not.toMatch(/style|opacity|gradient|<image|<script|href/i);
  });
});
