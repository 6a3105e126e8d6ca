import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { IpamApi } from "../../../src/ipam/IpamApi.ts";
import type { IpamError } from "../../../src/ipam/IpamError.ts";
import { readAssociation } from "../../../src/ipam/readAssociation.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

type Page = Readonly<Record<string, unknown>>;

/** A page of IPAMs with these ids. */
function page(ids: readonly string[], fields: Page = {}): Page {
  return { RequestId: "R-1", Ipams: ids.map((id) => ({ IpamId: id })), ...fields };
}

describe("A list, over HTTP", () => {
  let simulator: Simulator;
  let api: IpamApi;

  beforeEach(async () => {
    simulator = await Simulator.start();
    api = testCloud(simulator).ipamApi(credentialsOf(simulator));
  });
  afterEach(() => simulator.close());

  /** Answers the next requests with these pages, one after the other. */
  function script(action: string, pages: readonly unknown[]): void {
    // The rule that was added last is tried first.
    for (const fields of [...pages].reverse()) {
      simulator.inject({ action, times: 1, fault: { kind: "answer", fields } });
    }
  }

  /** What reading a list of these pages ends in, with the number of requests that it took. */
  async function read(pages: readonly unknown[]) {
    script("ListIpams", pages);
    let gap: IpamError | undefined;
    const onGap = (error: IpamError) => {
      gap = error;
    };
    const rows = await api.listIpams("cn-hangzhou", {}, { onGap });
    return { ids: rows.map(({ ipamId }) => ipamId), gap, asked: simulator.count({ action: "ListIpams" }) };
  }

  const next = (fields: Page = {}): Page => ({ NextToken: "t1", ...fields });

  it.each<[string, readonly Page[], readonly string[]]>([
    ["counts what it shows", [page(["a", "b"], { TotalCount: 2 })], ["a", "b"]],
    ["counts nothing, on one page", [page(["a"])], ["a"]],
    ["counts its rows in words", [page(["a"], { TotalCount: "1" })], ["a"]],
    ["counts fewer than it shows, on one page", [page(["a", "b"], { TotalCount: 1 })], ["a", "b"]],
    ["has a row twice on one page", [page(["a", "a"], { TotalCount: 1 })], ["a"]],
    [
      "has a row on two pages",
      [page(["a", "b"], next({ TotalCount: 3 })), page(["b", "c"], { TotalCount: 3 })],
      ["a", "b", "c"],
    ],
    ["leaves the count out on a page", [page(["a"], next({ TotalCount: 2 })), page(["b"])], ["a", "b"]],
    [
      "has an empty page in the middle",
      [
        page(["a"], next({ TotalCount: 2 })),
        page([], { NextToken: "t2", TotalCount: 2 }),
        page(["b"], { TotalCount: 2 }),
      ],
      ["a", "b"],
    ],
    ["ends with null", [page(["a"], { NextToken: null, TotalCount: 1 })], ["a"]],
    ["has no rows, and says so", [{ RequestId: "R", TotalCount: 0 }], []],
    [
      "has a page larger than was asked for",
      [
        page(
          Array.from({ length: 250 }, (_, index) => `ipam-${index}`),
          { MaxResults: 100, TotalCount: 250 },
        ),
      ],
      Array.from({ length: 250 }, (_, index) => `ipam-${index}`),
    ],
  ])("is complete at once when it %s", async (_how, pages, ids) => {
    expect(await read(pages)).toEqual({ ids, gap: undefined, asked: pages.length });
  });

  it.each<[string, readonly Page[], readonly string[]]>([
    ["has several pages and no count", [page(["a"], next()), page(["b"])], ["a", "b"]],
    [
      "counts fewer than it shows, on several pages",
      [page(["a"], next({ TotalCount: 1 })), page(["b"], { TotalCount: 1 })],
      ["a", "b"],
    ],
    [
      "counts what is left, page by page",
      [page(["a"], next({ TotalCount: 2 })), page(["b"], { TotalCount: 1 })],
      ["a", "b"],
    ],
  ])("is complete once two readings agree when it %s", async (_how, pages, ids) => {
    expect(await read([...pages, ...pages])).toEqual({ ids, gap: undefined, asked: 2 * pages.length });
  });

  it.each<[string, readonly Page[], readonly string[], number]>([
    ["has one page and counts more", [page(["a"], { TotalCount: 3 })], ["a"], 3],
    [
      "counts more, on several pages",
      [page(["a"], next({ TotalCount: 5 })), page(["b"], { TotalCount: 5 })],
      ["a", "b"],
      5,
    ],
    ["shows fewer than the page itself counts", [page(["a"], { Count: 2 })], ["a"], 2],
    [
      "counts a row twice that one page has twice, perhaps in place of another one",
      [page(["a", "b", "b"], { TotalCount: 3 })],
      ["a", "b"],
      3,
    ],
    ["has no rows although it counts some", [{ RequestId: "R-1", Count: 2, TotalCount: 2 }], [], 2],
    [
      "has a row on two pages, perhaps in place of another one",
      [page(["a", "b"], next({ TotalCount: 4 })), page(["b", "c"], { TotalCount: 4 })],
      ["a", "b", "c"],
      4,
    ],
  ])("gives its rows with a named gap when it %s", async (_how, pages, ids, expected) => {
    const { gap, ...rest } = await read([...pages, ...pages]);
    expect(rest).toEqual({ ids, asked: 2 * pages.length });
    expect(gap).toMatchObject({
      reason: "badAnswer",
      detail: {
        action: "ListIpams",
        region: "cn-hangzhou",
        expected,
        shown: ids.length,
        requestId: "R-1",
        effect: "no",
      },
      message: expect.stringContaining(`ListIpams counts ${expected} rows but shows ${ids.length}.`),
    });
  });

  it("throws the gap at a caller that takes none", async () => {
    script("ListIpams", [page(["a"], { TotalCount: 3 }), page(["a"], { TotalCount: 3 })]);
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "badAnswer", detail: { expected: 3 } });
  });

  it("has no gap when the missing row comes with the second reading", async () => {
    const pages = [page(["a"], { TotalCount: 2 }), page(["a", "b"], { TotalCount: 2 })];
    expect(await read(pages)).toEqual({ ids: ["a", "b"], gap: undefined, asked: 2 });
  });

  it("that shows other rows each time is complete when all three readings show as many as each counts", async () => {
    const pages = [
      ["a", "b"],
      ["b", "c"],
      ["a", "c"],
    ].map((ids) => page(ids, { TotalCount: 3 }));
    expect(await read(pages)).toEqual({ ids: ["a", "b", "c"], gap: undefined, asked: 3 });
    script("ListIpams", pages);
    expect(await api.listIpams("cn-hangzhou")).toHaveLength(3);
  });

  it.each<[string, readonly (readonly string[])[], number]>([
    ["fewer", [["a"], ["b"], ["c"]], 4],
    ["more", [["a"], ["b"], ["c"]], 2],
  ])(
    "that shows other rows each time, in all %s than it counts, gives them with a named gap",
    async (_how, ids, total) => {
      const { gap, ...rest } = await read(ids.map((each) => page(each, { TotalCount: total })));
      expect(rest).toEqual({ ids: ["a", "b", "c"], asked: 3 });
      expect(gap).toMatchObject({
        reason: "badAnswer",
        message: expect.stringContaining(`ListIpams counts ${total} rows but shows 3.`),
      });
    },
  );

  it("that shows other rows each time keeps changing for a caller that takes no gap", async () => {
    script(
      "ListIpams",
      ["a", "b", "c"].map((id) => page([id], { TotalCount: 4 })),
    );
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "busy" });
  });

  it("says that it keeps changing when no two readings agree, nor their counts", async () => {
    const pages = ["a", "b", "c", "d"].map((id, index) => page([id], { TotalCount: 2 + index }));
    await expect(read(pages)).rejects.toMatchObject({
      reason: "busy",
      message: expect.stringContaining("The list of ListIpams kept changing while it was read."),
    });
    expect(simulator.count({ action: "ListIpams" })).toBe(3);
  });

  it.each([
    ["a number as NextToken", page(["a"], { NextToken: 7 })],
    ["zero as NextToken", page(["a"], { NextToken: 0 })],
    ["false as NextToken", page(["a"], { NextToken: false })],
    ["an object as NextToken", page(["a"], { NextToken: {} })],
    ["a list as NextToken", page(["a"], { NextToken: ["t"] })],
    ["a count that is none", page(["a"], { TotalCount: "many" })],
    ["a count of a page that is none", page(["a"], { Count: {} })],
    ["neither rows nor a count", { RequestId: "R-1" }],
    ["neither rows nor a count, but null", { RequestId: "R-1", Ipams: null, TotalCount: null }],
    ["a row without an id", { RequestId: "R-1", Ipams: [{}] }],
  ])("with %s is a malformed answer, named with its RequestId", async (_what, fields) => {
    await expect(read([fields])).rejects.toMatchObject({ reason: "badAnswer", detail: { requestId: "R-1" } });
    expect(simulator.count({ action: "ListIpams" })).toBe(1);
  });

  it("ends when a NextToken comes again", async () => {
    const pages = [page(["a"], next()), page(["b"], { NextToken: "t2" }), page(["c"], next())];
    await expect(read(pages)).rejects.toMatchObject({
      reason: "badAnswer",
      message: expect.stringMatching(/come to an end/),
    });
    expect(simulator.count({ action: "ListIpams" })).toBe(3);
  });

  it("goes on over empty pages, and ends when there is no end of them", async () => {
    const empty = Array.from({ length: 150 }, (_, index) => page([], { NextToken: `t${index}` }));
    await expect(read(empty)).rejects.toMatchObject({ message: expect.stringMatching(/come to an end/) });
    expect(simulator.count({ action: "ListIpams" })).toBe(101);
  });

  it("does not let an association that has ended take the place of one that was made again", async () => {
    const row = { IpamId: "i", IpamResourceDiscoveryId: "d" };
    const rows = [
      { ...row, Status: "Created" },
      { ...row, Status: "Deleted" },
    ];
    script("ListIpamResourceDiscoveryAssociations", [{ IpamResourceDiscoveryAssociations: rows, TotalCount: 2 }]);
    const target = { profile: "p", region: "cn-hangzhou", ipamId: "i", discoveryId: "d" } as const;
    expect(await readAssociation(api, target)).toMatchObject({ status: "Created" });
  });

  describe("of one association", () => {
    const target = { profile: "p", region: "cn-hangzhou", ipamId: "i", discoveryId: "d" } as const;
    const answer = (rows: readonly unknown[], TotalCount: number) => ({
      IpamResourceDiscoveryAssociations: rows,
      TotalCount,
    });
    const lookUp = (fields: unknown) => {
      script("ListIpamResourceDiscoveryAssociations", [fields, fields]);
      return readAssociation(api, target);
    };

    it("tells that it is gone only when it shows all that it counts", async () => {
      expect(await lookUp(answer([], 0))).toBeUndefined();
    });

    it("does not tell that it is gone when it counts more than it shows", async () => {
      await expect(lookUp(answer([], 1))).rejects.toMatchObject({
        reason: "badAnswer",
        detail: { expected: 1, shown: 0 },
      });
    });

    it("does not tell that it is gone when it says nothing at all", async () => {
      await expect(lookUp({ RequestId: "R" })).rejects.toMatchObject({ reason: "badAnswer" });
    });

    it("is not there because an earlier reading showed it, and is when the last one does", async () => {
      const ended = (id: string) => ({ IpamId: "i", IpamResourceDiscoveryId: id, Status: "Deleted" });
      const created = { IpamId: "i", IpamResourceDiscoveryId: "d", Status: "Created" };
      const action = "ListIpamResourceDiscoveryAssociations";
      script(
        action,
        [created, ended("x"), ended("d")].map((row) => answer([row], 3)),
      );
      await expect(readAssociation(api, target)).rejects.toMatchObject({ reason: "badAnswer", detail: { shown: 1 } });
      script(
        action,
        [ended("x"), ended("d"), created].map((row) => answer([row], 3)),
      );
      expect(await readAssociation(api, target)).toMatchObject({ status: "Created" });
    });

    it("tells that it is there when it shows it, whatever it counts", async () => {
      const row = { IpamId: "i", IpamResourceDiscoveryId: "d", Status: "Created" };
      expect(await lookUp(answer([row], 2))).toMatchObject({ discoveryId: "d" });
    });
  });

  describe("that is only counted", () => {
    const query = { region: "cn-hangzhou", discoveryId: "d", resourceRegion: "cn-hangzhou" } as const;
    const rows = (count: number, type = "VPC") =>
      Array.from({ length: count }, (_, index) => ({ ResourceId: `${type}-${index}`, ResourceType: type, Cidr: "c" }));
    const answer = (found: readonly unknown[], fields: Page) => ({ IpamDiscoveredResources: found, ...fields });
    const action = "ListIpamDiscoveredResource";
    const count = (pages: readonly unknown[]) => {
      script(action, pages);
      return api.countDiscoveredResources(query);
    };

    it("is exact on one page that counts what it shows", async () => {
      expect(await count([answer(rows(2), { TotalCount: 2 })])).toEqual({ vpcs: 2, vSwitches: 0, atMost: false });
    });

    it("is not known when its one page shows a row twice that it counts twice", async () => {
      const twice = answer([...rows(2), ...rows(1)], { TotalCount: 3 });
      await expect(count([twice, twice, twice])).rejects.toMatchObject({ detail: { expected: 3, shown: 2 } });
    });

    it("is read as a list when its one page counts more, and named when that stays", async () => {
      const short = answer(rows(2), { TotalCount: 5 });
      await expect(count([short, short, short])).rejects.toMatchObject({ detail: { expected: 5, shown: 2 } });
    });

    it("is exact when reading it as a list shows the rest", async () => {
      const pages = [answer(rows(2), { TotalCount: 3 }), answer(rows(3), { TotalCount: 3 })];
      expect(await count(pages)).toEqual({ vpcs: 3, vSwitches: 0, atMost: false });
    });

    it("takes the counts of the types for more than a page", async () => {
      const first = answer(rows(100), { NextToken: "t", TotalCount: 130 });
      const types = [answer(rows(1), { TotalCount: 120, NextToken: "t" }), answer([], { TotalCount: 10 })];
      const tally = await count([first, ...types]);
      expect([tally?.vpcs, tally?.vSwitches].sort()).toEqual([10, 120]);
    });

    it.each([
      ["less than its own first page shows", { TotalCount: 40, NextToken: "t" }],
      ["the page instead of the list", { TotalCount: 1, NextToken: "t" }],
      ["nothing", {}],
    ])("is not known when a type counts %s", async (_what, fields) => {
      const first = answer([...rows(50), ...rows(50, "VSwitch")], { NextToken: "t" });
      expect(await count([first, answer(rows(1), fields), answer(rows(1), fields)])).toBeUndefined();
    });

    it("with a NextToken that is no text is a malformed answer", async () => {
      await expect(count([answer(rows(2), { NextToken: 3 })])).rejects.toMatchObject({ reason: "badAnswer" });
    });
  });
});
