import { describe, expect, it } from "vitest";
import { Cidr } from "../../../src/ipam/Cidr.ts";

const cidr = (text: string): Cidr => Cidr.parse(text) ?? expect.fail(`not parsed: ${text}`);

describe("A CIDR block", () => {
  it("is read from IPv4 and IPv6, and written as a person writes it", () => {
    for (const text of [
      "0.0.0.0/0",
      "10.24.0.0/16",
      "255.255.255.255/32",
      "::/0",
      "2001:db8::/32",
      "fe80::1:0:0:1/128",
    ]) {
      expect(String(cidr(text))).toBe(text);
    }
    expect(String(cidr("2001:DB8:0:0:0:0:0:0/32"))).toBe("2001:db8::/32");
    expect(String(cidr("10:0:0:1::/64"))).toBe("10:0:0:1::/64");
    expect(String(cidr("1:0:0:2:0:0:0:3/128"))).toBe("1:0:0:2::3/128");
  });

  it("begins where its prefix says, whatever address stands before it", () => {
    expect(String(cidr("10.24.3.7/16"))).toBe("10.24.0.0/16");
  });

  it("is not read from anything else", () => {
    const texts = [
      "",
      "10.0.0.0",
      "10.0.0.0/33",
      "10.0.0/16",
      "256.0.0.0/8",
      "10.0.0.0/-1",
      "::/129",
      ":::/0",
      "1::2::3/64",
    ];
    for (const text of [...texts, "1:2:3:4:5:6:7/64", "1:2:3:4:5:6:7:8:9/64", "g::/8", "10.0.0.0/8; x", "::/", "/8"]) {
      expect(Cidr.parse(text), text).toBeUndefined();
    }
  });

  it("contains what lies in it, and overlaps what it contains or lies in", () => {
    expect(cidr("10.0.0.0/8").contains(cidr("10.24.0.0/16"))).toBe(true);
    expect(cidr("10.24.0.0/16").contains(cidr("10.0.0.0/8"))).toBe(false);
    expect(cidr("10.24.0.0/16").overlaps(cidr("10.0.0.0/8"))).toBe(true);
    expect(cidr("10.24.0.0/16").overlaps(cidr("10.25.0.0/16"))).toBe(false);
    expect(cidr("0.0.0.0/0").overlaps(cidr("::/0"))).toBe(false);
  });

  it("is sorted by number, what contains before what it contains, IPv4 first", () => {
    const sorted = ["9.0.0.0/8", "10.0.0.0/8", "10.0.0.0/16", "10.2.0.0/16", "10.10.0.0/16", "::/0"];
    expect(
      [...sorted]
        .reverse()
        .map(cidr)
        .sort((a, b) => a.compare(b))
        .map(String),
    ).toEqual(sorted);
  });
});
