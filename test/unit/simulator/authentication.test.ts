import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { SdkClient, type WireRequest } from "../../support/SdkClient.ts";
import { type SharedPair, sharedPair } from "../../support/sharedPair.ts";

const minute = 60_000;
const list = { RegionId: "cn-hangzhou" };

describe("The simulator's gateway", () => {
  let pair: SharedPair;
  let skew: number;
  let simulator: Simulator;
  let client: SdkClient;

  beforeEach(async () => {
    pair = sharedPair();
    skew = 0;
    simulator = await Simulator.start({ organisation: pair.organisation, now: () => Date.now() + skew });
    client = new SdkClient(simulator);
  });
  afterEach(() => simulator.close());

  const codeOf = async (request: WireRequest) => (await client.send(request)).fields["Code"];
  const withHeaders = async (change: (headers: Record<string, string>) => void): Promise<WireRequest> => {
    const request = await client.sign("ListIpams", list);
    const headers = { ...request.headers };
    change(headers);
    return { ...request, headers };
  };
  const key = () => {
    const [first] = pair.consumer.accessKeys;
    if (!first) throw new Error("The account has no key.");
    return first;
  };

  describe("takes what the SDK signed", () => {
    it.each([
      ["parameters in the query", {}],
      ["parameters in a form, as Terraform's provider sends them", { form: true }],
      ["a GET request", { method: "GET" }],
    ] as const)("with %s", async (_what, options) => {
      expect(await client.call("ListIpams", list, options)).toMatchObject({ status: 200, fields: { TotalCount: 1 } });
    });

    it.each(["a*b c", "it's (new)!", "100 % + 1 & 2 = ~", "汇聚网络-1", "a/b?c#d"])(
      "with %s in a value",
      async (IpamName) => {
        expect(await client.call("ListIpams", { ...list, IpamName })).toMatchObject({ status: 200 });
      },
    );

    it("with more than nine ids, whose names do not sort like their lines", async () => {
      const IpamIds = Array.from({ length: 12 }, (_, index) => `ipam-${index}`);
      expect(await client.call("ListIpams", { ...list, IpamIds })).toMatchObject({ status: 200 });
    });

    it("with temporary credentials", async () => {
      const session = pair.organisation.addRoleSession(pair.consumer, "auditor", Date.now() + 30 * minute);
      const answer = await new SdkClient(simulator, session).call("ListIpams", list);
      expect(answer).toMatchObject({ status: 200, fields: { TotalCount: 1 } });
    });

    it("for the region's own host", async () => {
      const answer = await client.call("ListIpams", list, { host: "vpcipam.cn-hangzhou.aliyuncs.com:443" });
      expect(answer).toMatchObject({ status: 200, fields: { TotalCount: 1 } });
    });
  });

  describe("refuses", () => {
    it("a key that was disabled", async () => {
      key().inactive = true;
      expect(await client.call("ListIpams", list)).toMatchObject({
        status: 400,
        fields: { Code: "InvalidAccessKeyId.Inactive" },
      });
    });

    it("a wrong secret", async () => {
      const wrong = new SdkClient(simulator, { ...key(), accessKeySecret: "wrong" });
      expect(await wrong.code("ListIpams", list)).toBe("SignatureDoesNotMatch");
    });

    it("a date that is no date", async () => {
      const request = await withHeaders((headers) => {
        headers["x-acs-date"] = "yesterday";
      });
      expect(await codeOf(request)).toBe("InvalidTimeStamp.Format");
    });

    it.each([-16, 16])("a date that is %i minutes off", async (minutes) => {
      skew = minutes * minute;
      expect(await client.code("ListIpams", list)).toBe("InvalidTimeStamp.Expired");
    });

    it("a date that was changed", async () => {
      const request = await withHeaders((headers) => {
        headers["x-acs-date"] = new Date(Date.now() - minute).toISOString().replace(/\.\d+/, "");
      });
      expect(await codeOf(request)).toBe("SignatureDoesNotMatch");
    });

    it("a nonce that was changed", async () => {
      const request = await withHeaders((headers) => {
        headers["x-acs-signature-nonce"] = "another";
      });
      expect(await codeOf(request)).toBe("SignatureDoesNotMatch");
    });

    it("a nonce that was used a quarter of an hour ago", async () => {
      const request = await client.sign("ListIpams", list);
      await client.send(request);
      skew = 14 * minute;
      expect(await codeOf(request)).toBe("SignatureNonceUsed");
    });

    it("a body that was exchanged together with its hash", async () => {
      const request = await client.sign("ListIpams", list, { form: true });
      const body = "RegionId=cn-shanghai";
      const hash = createHash("sha256").update(body).digest("hex");
      const headers = { ...request.headers, "x-acs-content-sha256": hash };
      expect(await codeOf({ ...request, headers, body })).toBe("SignatureDoesNotMatch");
    });

    it("a parameter that was added", async () => {
      const request = await client.sign("ListIpams", list);
      expect(await codeOf({ ...request, path: `${request.path}&MaxResults=100` })).toBe("SignatureDoesNotMatch");
    });

    it("another host than the signed one", async () => {
      const request = await withHeaders((headers) => {
        headers["host"] = "vpcipam.cn-hangzhou.aliyuncs.com";
      });
      expect(await codeOf(request)).toBe("SignatureDoesNotMatch");
    });

    it.each(["host", "x-acs-action"])("a signature that leaves out %s", async (name) => {
      const request = await withHeaders((headers) => {
        headers["Authorization"] = (headers["Authorization"] ?? "").replace(new RegExp(`\\b${name};`), "");
      });
      expect(await codeOf(request)).toBe("IncompleteSignature");
    });

    it.each([
      ["x-acs-date", "IncompleteSignature"],
      ["x-acs-content-sha256", "IncompleteSignature"],
      ["x-acs-signature-nonce", "IncompleteSignature"],
      ["Authorization", "IncompleteSignature"],
    ])("a request without %s", async (name, code) => {
      const request = await withHeaders((headers) => {
        delete headers[name];
      });
      expect(await codeOf(request)).toBe(code);
    });

    it("another way of signing", async () => {
      const request = await withHeaders((headers) => {
        headers["Authorization"] = (headers["Authorization"] ?? "").replace("HMAC-SHA256", "HMAC-SM3");
      });
      expect(await codeOf(request)).toBe("IncompleteSignature");
    });
  });

  it("does not tell the secret or the token when it refuses", async () => {
    const session = pair.organisation.addRoleSession(pair.consumer, "auditor", Date.now() + 30 * minute);
    const wrong = new SdkClient(simulator, { ...session, accessKeySecret: "wrong" });
    const { text } = await wrong.call("ListIpams", list);
    expect(text).not.toContain(session.securityToken);
    expect(JSON.stringify(simulator.requests)).not.toContain(session.securityToken);
  });

  describe("of temporary credentials, refuses", () => {
    it("a token that has ended", async () => {
      const session = pair.organisation.addRoleSession(pair.consumer, "auditor", Date.now() + 10 * minute);
      skew = 11 * minute;
      expect(await new SdkClient(simulator, session).code("ListIpams", list)).toBe("InvalidSecurityToken.Expired");
    });

    it("a token of another session", async () => {
      const session = pair.organisation.addRoleSession(pair.consumer, "auditor", Date.now() + 10 * minute);
      const { securityToken = "" } = pair.organisation.addRoleSession(pair.consumer, "admin", Date.now() + 10 * minute);
      const mixed = new SdkClient(simulator, { ...session, securityToken });
      expect(await mixed.code("ListIpams", list)).toBe("InvalidSecurityToken.Malformed");
    });

    it("a token beside a lasting key", async () => {
      const client = new SdkClient(simulator, { ...key(), securityToken: "CAISmadeup" });
      expect(await client.code("ListIpams", list)).toBe("InvalidSecurityToken.Malformed");
    });

    it("a key without its token", async () => {
      const { securityToken: _, ...bare } = pair.organisation.addRoleSession(
        pair.consumer,
        "auditor",
        Date.now() + minute,
      );
      expect(await new SdkClient(simulator, bare).code("ListIpams", list)).toBe("MissingSecurityToken");
    });
  });

  describe("sends elsewhere", () => {
    it.each([
      ["an action that does not exist", "DeleteEverything", {}, 404, "InvalidApi.NotFound"],
      ["AWS's spelling of the action", "DisassociateIpamResourceDiscovery", {}, 404, "InvalidApi.NotFound"],
      [
        "an action of STS that is not simulated",
        "AssumeRoleWithSAML",
        { version: "2015-04-01" },
        404,
        "InvalidApi.NotFound",
      ],
      ["a version that does not exist", "ListIpams", { version: "2016-04-28" }, 400, "InvalidVersion"],
      ["STS's host", "ListIpams", { host: "sts.cn-hangzhou.aliyuncs.com" }, 404, "InvalidApi.NotFound"],
      [
        "another region's host",
        "ListIpams",
        { host: "vpcipam.eu-west-1.aliyuncs.com" },
        404,
        "InvalidRegionId.NotFound",
      ],
    ] as const)("%s", async (_what, action, options, status, Code) => {
      expect(await client.call(action, list, options)).toMatchObject({ status, fields: { Code } });
    });

    it("a method that is neither GET nor POST", async () => {
      const request = await client.sign("ListIpams", list, { method: "PUT" as "POST" });
      expect(await codeOf(request)).toBe("UnsupportedHTTPMethod");
    });
  });

  it("answers errors in the API's shape, with the RequestId in the header too", async () => {
    const { status, fields, headers } = await client.call("ListIpams", {});
    expect(status).toBe(400);
    expect(fields).toEqual({
      RequestId: expect.stringMatching(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/),
      HostId: new URL(simulator.endpoint).host,
      Code: "MissingRegionId",
      Message: expect.any(String),
      Recommend: expect.stringContaining("MissingRegionId"),
    });
    expect(headers["x-acs-request-id"]).toBe(fields["RequestId"]);
  });

  describe("of STS", () => {
    const sts = { version: "2015-04-01" };

    it("tells the account of a RAM user", async () => {
      const { fields } = await client.call("GetCallerIdentity", {}, sts);
      expect(fields).toEqual({
        RequestId: expect.any(String),
        IdentityType: "RAMUser",
        AccountId: "1000000000000001",
        UserId: expect.stringMatching(/^\d{18}$/),
        PrincipalId: expect.stringMatching(/^\d{18}$/),
        Arn: "acs:ram::1000000000000001:user/network-operator",
      });
    });

    it("tells the role of temporary credentials, which have no UserId", async () => {
      const session = pair.organisation.addRoleSession(pair.sharer, "auditor", Date.now() + minute);
      const { fields } = await new SdkClient(simulator, session).call("GetCallerIdentity", {}, sts);
      expect(fields).toMatchObject({
        IdentityType: "AssumedRoleUser",
        Arn: "acs:ram::1000000000000002:assumed-role/auditor/session",
        RoleId: expect.stringMatching(/^\d{18}$/),
      });
      expect(fields).not.toHaveProperty("UserId");
    });

    it("tells the account of its own key", async () => {
      const root = pair.organisation.addRootKey(pair.consumer);
      const { fields } = await new SdkClient(simulator, root).call("GetCallerIdentity", {}, sts);
      expect(fields).toMatchObject({
        IdentityType: "Account",
        UserId: pair.consumer.id,
        Arn: "acs:ram::1000000000000001:root",
      });
    });

    it.each(["sts.aliyuncs.com", "sts.cn-hangzhou.aliyuncs.com"])("serves %s", async (host) => {
      expect(await client.call("GetCallerIdentity", {}, { ...sts, host })).toMatchObject({ status: 200 });
    });
  });
});
