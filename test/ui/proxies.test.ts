import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { regions } from "../../src/ipam/regions.ts";
import { CertificateAuthority } from "../support/CertificateAuthority.ts";
import { ConnectProxy } from "../support/ConnectProxy.ts";
import { packageExtension } from "../support/packageExtension.ts";
import { scaleOrganisation } from "../support/scaleOrganisation.ts";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const endpoints = [...regions.map((region) => `vpcipam.${region}.aliyuncs.com`), "sts.aliyuncs.com"].sort();
/** Loopback to the operating system, and a host like any other to VS Code, which proxies neither localhost nor 127.0.0.1. */
const privateHost = "127.0.0.2";
const password = "proxyPassword7";

let folder: string;
let authority: CertificateAuthority;
let account: TestAccount;
let proxy: ConnectProxy;
const workbench = (): Workbench => account.workbench;

/** What this machine itself says about proxies and certificates, taken away. */
const ownWay = {
  ...{ HTTPS_PROXY: undefined, https_proxy: undefined, HTTP_PROXY: undefined, http_proxy: undefined },
  ...{ NO_PROXY: undefined, no_proxy: undefined, ALL_PROXY: undefined, all_proxy: undefined },
  ...{ NODE_EXTRA_CA_CERTS: undefined, SSL_CERT_FILE: undefined, SSL_CERT_DIR: undefined },
} as const;

/** Reads all regions anew; resolves once each of them has answered or failed. */
async function refresh(): Promise<void> {
  account.simulator.forget();
  proxy.forget();
  await workbench().runCommand("IPAM: Refresh");
}

/** Waits for the row of a failure that all regions share, opens it, and reads it with what stands below. */
async function readFailure(label: string): Promise<string> {
  const row = workbench().row(label);
  await row.filter({ hasText: `${regions.length} regions` }).waitFor();
  await workbench().expand(row);
  await workbench().row("Try Again").waitFor();
  return (await workbench().rows()).join("\n");
}

/** Waits until all regions have been read, and finds nothing in the tree that failed. */
async function expectAllRegionsRead(): Promise<void> {
  const read = () => account.simulator.count({ action: "ListIpams", status: 200 });
  await expect.poll(read, { timeout: 60_000 }).toBe(regions.length);
  await workbench().row("cn-hangzhou-1-shared-1").waitFor();
  await account.loaded();
  // The IPAM, and its associations with its own default discovery and the shared one.
  expect(await workbench().rows()).toHaveLength(3);
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "ipam-proxies-"));
  authority = new CertificateAuthority(folder);
  account = await TestAccount.prepare({
    simulator: {
      organisation: scaleOrganisation(["cn-hangzhou"], { sharedPerIpam: 1 }),
      tls: authority.issue([...endpoints, privateHost]),
    },
    settings: { "ipamExplorer.endpoint": "" },
  });
  proxy = await ConnectProxy.start(account.simulator.endpoint);
});

afterAll(async () => {
  await proxy.close();
  await account.stop();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") {
    await workbench().screenshot(path.join("test-results", `${task.name.slice(0, 60)}.png`));
  }
  await workbench().expectNoPrompt();
});

describe("With http.proxy and the authority among the system's certificates", () => {
  beforeAll(async () => {
    await account.openVsCode({
      extensions: [packageExtension(account.folder)],
      env: { ...ownWay, SSL_CERT_FILE: authority.file },
      settings: { "http.proxy": `http://ada:${password}@${proxy.address}` },
    });
  });

  afterAll(() => account.closeVsCode());

  it("signs in and reads all regions at their default endpoints, encrypted through the proxy", async () => {
    await account.addProfile("behind-a-proxy");
    await workbench().notification("Signed in as account").waitFor();
    await expectAllRegionsRead();
    expect(proxy.hosts).toEqual(endpoints);
    expect(proxy.plain).toEqual([]);
  });

  it("dry-runs a dissociation through the proxy", async () => {
    await workbench().clearNotifications();
    await workbench().contextMenu(workbench().row("cn-hangzhou-1-shared-1"));
    await workbench().pressMenu("Dry Run Dissociation");
    await workbench().notification("Dry run passed").waitFor();
    expect(account.simulator.count({ action: "DissociateIpamResourceDiscovery", dryRun: true })).toBe(1);
  });

  it.each([
    [407, "Proxy authentication required", /asks for proxy authentication[\s\S]*user name and password/],
    [403, "Refused by the proxy", /refused to connect to vpcipam\.\S+ \(HTTP 403\)[\s\S]*whoever runs the proxy/],
  ])("says of a proxy that refuses with %i what it wants and how to mend it", async (status, label, words) => {
    proxy.refusal = status;
    await refresh();
    const text = await readFailure(label);
    expect(text).toMatch(words);
    expect(text).toContain(proxy.address);
    expect(text).not.toContain(password);
    expect(account.simulator.requests).toEqual([]);
  });

  it("says of a proxy that is not running that it is the proxy", async () => {
    await proxy.close();
    await refresh();
    const text = await readFailure("Proxy not reachable");
    expect(text).toMatch(/The proxy \S+ cannot be reached \(ECONNREFUSED\)[\s\S]*Check http\.proxy/);
    expect(text).not.toContain(password);
    proxy = await ConnectProxy.start(account.simulator.endpoint);
  });
});

describe("With HTTPS_PROXY, http.proxySupport: on, and the authority in NODE_EXTRA_CA_CERTS", () => {
  beforeAll(async () => {
    account.simulator.forget();
    await account.openVsCode({
      extensions: [],
      env: {
        ...ownWay,
        HTTPS_PROXY: `http://${proxy.address}`,
        NO_PROXY: `${privateHost},.example.internal`,
        NODE_EXTRA_CA_CERTS: authority.file,
      },
      settings: { "http.proxy": "", "http.proxySupport": "on" },
    });
  });

  afterAll(() => account.closeVsCode());

  it("reads all regions through the proxy", async () => {
    await expectAllRegionsRead();
    expect(proxy.hosts).toEqual(endpoints.filter((host) => host !== "sts.aliyuncs.com"));
  });

  it("goes past the proxy to a private endpoint that NO_PROXY names, and keeps its connections", async () => {
    let connections = 0;
    const relay = net.createServer((socket) => {
      connections += 1;
      const { hostname, port } = new URL(account.simulator.endpoint);
      pipeline(socket, net.connect(Number(port), hostname), socket, () => {});
    });
    await new Promise<void>((resolve) => relay.listen(0, privateHost, resolve));
    const address = relay.address();
    const port = typeof address === "object" ? address?.port : undefined;
    account.simulator.forget();
    proxy.forget();
    account.server.changeSettings({
      "ipamExplorer.endpoint": `https://${privateHost}:${port}`,
      "http.proxySupport": "override",
    });
    await workbench().reload();
    await workbench().openView();
    await expectAllRegionsRead();
    expect(proxy.asked).toEqual([]);
    expect(connections).toBeGreaterThan(0);
    expect(connections).toBeLessThan(account.simulator.requests.length);
    relay.close();
  });
});

describe("With a certificate of an authority that is not trusted", () => {
  beforeAll(async () => {
    account.simulator.forget();
    proxy.forget();
    await account.openVsCode({
      extensions: [],
      env: ownWay,
      settings: { "http.proxy": `http://${proxy.address}` },
    });
  });

  it("sends nothing, and says what to do", async () => {
    expect(await readFailure("Certificate not trusted")).toMatch(
      /not trusted here \(\w+\), so nothing was sent[\s\S]*system's certificates or to NODE_EXTRA_CA_CERTS/,
    );
    expect(proxy.asked.length).toBeGreaterThanOrEqual(regions.length);
    expect(account.simulator.requests).toEqual([]);
  });

  it("stays so under http.proxyStrictSSL: false, which VS Code does not apply to requests of extensions", async () => {
    proxy.forget();
    account.server.changeSettings({ "http.proxyStrictSSL": false });
    await workbench().reload();
    await workbench().openView();
    await readFailure("Certificate not trusted");
    expect(proxy.asked.length).toBeGreaterThanOrEqual(regions.length);
    expect(account.simulator.requests).toEqual([]);
  });
});
