import { describe, expect, it } from "vitest";
import type { MapPiece, MapRow } from "../../../src/ipam/AddressMap.ts";
import { addressBlocks } from "../../../src/ipam/addressBlocks.ts";
import { Cidr } from "../../../src/ipam/Cidr.ts";
import { layOutAddresses } from "../../../src/ipam/layOutAddresses.ts";
import { vpc, vSwitch } from "../../support/resources.ts";

type Resources = Parameters<typeof addressBlocks>[0];

function mapOf(resources: Resources, zoom?: string) {
  return layOutAddresses(addressBlocks(resources), zoom === undefined ? undefined : Cidr.parse(zoom)).sections;
}

const rowText = (row: MapRow) => (row.kind === "gap" ? `${row.first} to ${row.last}` : row.cidr);
const piecesOf = (row: MapRow | undefined): readonly MapPiece[] => (row?.kind === "used" ? row.pieces : []);

describe("The map of the address space", () => {
  it("has a section for each supernet that holds something", () => {
    const sections = mapOf([
      vpc("a", "192.168.0.0/16"),
      vpc("b", "10.0.0.0/16"),
      vpc("c", "172.20.0.0/16"),
      vpc("d", "100.64.0.0/16"),
      vpc("e", "8.8.0.0/16"),
      vpc("f", "fd00::/56"),
    ]);
    expect(sections.map(({ cidr, space }) => [cidr, space])).toEqual([
      ["10.0.0.0/8", "private"],
      ["172.16.0.0/12", "private"],
      ["192.168.0.0/16", "private"],
      ["100.64.0.0/10", "shared"],
      ["0.0.0.0/0", "other"],
      ["fc00::/7", "uniqueLocal"],
    ]);
  });

  it("puts eight blocks of middling size into a row, and says what lies between the rows", () => {
    const [section] = mapOf([vpc("a", "10.0.0.0/16"), vpc("b", "10.2.0.0/16"), vpc("c", "10.32.0.0/16")]);
    expect(section?.rows.map(rowText)).toEqual(["10.0.0.0/13", "10.8.0.0 to 10.31.255.255", "10.32.0.0/13"]);
    expect(piecesOf(section?.rows[0]).map(({ at, width }) => [at, width])).toEqual([
      [0, 0.125],
      [0.25, 0.125],
    ]);
    const [first] = section?.rows ?? [];
    expect(first?.kind === "used" && first.ticks.map(({ label }) => label)).toEqual([
      "10.0",
      "10.1",
      "10.2",
      "10.3",
      "10.4",
      "10.5",
      "10.6",
      "10.7",
    ]);
  });

  it("says how much of a supernet is allocated, overlaps counted once", () => {
    const [section] = mapOf([vpc("a", "10.0.0.0/9"), vpc("b", "10.64.0.0/16")]);
    expect([section?.vpcBlocks, section?.allocated]).toEqual([2, 0.5]);
  });

  it("puts what overlaps into lanes, with the part that is the same", () => {
    const [section] = mapOf([
      vpc("core", "10.24.0.0/16"),
      vpc("legacy", "10.24.128.0/17"),
      vpc("edge", "10.25.0.0/16"),
    ]);
    const pieces = piecesOf(section?.rows[0]);
    expect(pieces.map((piece) => [piece.lane, piece.at, piece.kind === "block" && piece.overlaps])).toEqual([
      [0, 0, [{ at: 0.0625, width: 0.0625 }]],
      [0, 0.125, []],
      [1, 0.0625, [{ at: 0.0625, width: 0.0625 }]],
    ]);
  });

  it("shows vSwitches to scale in their VPC", () => {
    const [section] = mapOf([vpc("core", "10.24.0.0/16"), vSwitch("core", "app", "10.24.16.0/20")]);
    const [piece] = piecesOf(section?.rows[0]);
    expect(piece?.kind === "block" && piece.inner).toEqual([{ block: 1, at: 0.0078125, width: 0.0078125 }]);
  });

  it("cuts a block that is larger than a row", () => {
    const small = Array.from({ length: 3 }, (_, index) => vpc(String(index), `10.${index}.0.0/16`));
    const [section] = mapOf([vpc("large", "10.0.0.0/12"), ...small]);
    expect(section?.rows.map(rowText)).toEqual(["10.0.0.0/13", "10.8.0.0/13"]);
    expect(piecesOf(section?.rows[1]).map(({ at, width }) => [at, width])).toEqual([[0, 1]]);
  });

  it("draws small neighbours together, and one by one when zoomed into", () => {
    const small = Array.from({ length: 4 }, (_, index) => vpc(String(index), `10.0.${index}.0/24`));
    const large = Array.from({ length: 9 }, (_, index) => vpc(`large-${index}`, `10.${index + 16}.0.0/16`));
    const [section] = mapOf([...small, ...large]);
    const [piece] = piecesOf(section?.rows[0]);
    expect(piece?.kind === "cluster" && [piece.cidr, piece.blocks, piece.filled]).toEqual([
      "10.0.0.0/19",
      [0, 1, 2, 3],
      0.125,
    ]);
    const [zoomed] = mapOf([...small, ...large], "10.0.0.0/19");
    expect(piecesOf(zoomed?.rows[0]).map(({ kind }) => kind)).toEqual(["block", "block", "block", "block"]);
  });

  it("zooms into a VPC down to its vSwitches", () => {
    const [section] = mapOf([vpc("core", "10.24.0.0/16"), vSwitch("core", "app", "10.24.16.0/20")], "10.24.0.0/16");
    expect(section?.rows.map(rowText)).toEqual(["10.24.0.0/17", "10.24.128.0/17"]);
  });

  it("draws a default block of a thousand VPCs in a few lanes", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => vpc(String(index), "192.168.0.0/16"));
    const [section] = mapOf(many);
    const [row] = section?.rows ?? [];
    expect(row?.kind === "used" && row.lanes).toBe(5);
    const last = piecesOf(row).at(-1);
    expect(last?.kind === "cluster" && last.blocks.length).toBe(996);
  });

  it("stays small for twenty thousand blocks", () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      vpc(String(index), `10.${index >> 8}.${index & 255}.0/24`, { type: index % 4 === 0 ? "VPC" : "VSwitch" }),
    );
    const rows = mapOf(many).flatMap((section) => section.rows);
    expect(rows.length).toBeLessThan(60);
    expect(rows.flatMap(piecesOf).length).toBeLessThan(2_000);
  });

  it("holds IPv6 and what is no block, which it leaves out", () => {
    const sections = mapOf([vpc("six", "2001:db8:1::/56"), vpc("odd", "no block")]);
    expect(sections.map(({ cidr, rows }) => [cidr, rows.map(rowText)])).toEqual([["::/0", ["2001:db8:1::/53"]]]);
  });
});
