import { expect, it } from "vitest";
import { endpointOf } from "../../../src/alibaba/endpointOf.ts";
import { regions } from "../../../src/ipam/regions.ts";

it.each(regions)("the public endpoint of %s is built from the list", (region) => {
  expect(endpointOf("vpcipam", region, "")).toEqual({ protocol: "https", host: `vpcipam.${region}.aliyuncs.com` });
});

it.each([
  ["https://{product}.{region}.example.internal", "https", "vpcipam.cn-hangzhou.example.internal"],
  ["{product}-vpc.{region}.example.internal:8443", "https", "vpcipam-vpc.cn-hangzhou.example.internal:8443"],
  ["http://127.0.0.1:9000", "http", "127.0.0.1:9000"],
  ["http://[::1]:9000", "http", "[::1]:9000"],
  [" http://localhost:9000/ ", "http", "localhost:9000"],
])("the template %s is taken", (template, protocol, host) => {
  expect(endpointOf("vpcipam", "cn-hangzhou", template)).toEqual({ protocol, host });
});

it.each([
  ["http://example.internal", /plain http to another machine/],
  ["http://127.0.0.1.example.internal", /plain http to another machine/],
  ["http://127.0.0.2:9000", /plain http to another machine/],
  ["http://10.0.0.1", /plain http to another machine/],
  ["https://user:secret@example.internal", /host and a port only/],
  ["https://example.internal/path", /host and a port only/],
  ["https://example.internal?{region}", /host and a port only/],
  ["ftp://example.internal", /not an https address/],
  ["https://", /not an https address/],
])("the template %s is refused with a reason", (template, reason) => {
  expect(() => endpointOf("vpcipam", "cn-hangzhou", template)).toThrow(reason);
});
