import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { secretTraces } from "../../support/secretTraces.ts";

const secret = "aSecret/of+Thirty=Characters12";
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "traces-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

it.each([
  ["as it is", Buffer.from(`\0\u0001${secret}\u0002`)],
  ["in UTF-16", Buffer.from(`{"key":"${secret}"}`, "utf16le")],
  ["percent-encoded", Buffer.from(`?key=${encodeURIComponent(secret)}&`)],
  ["in hex", Buffer.from(Buffer.from(secret).toString("hex"))],
  ["in base64", Buffer.from(Buffer.from(secret).toString("base64"))],
  ["in base64 of a longer text", Buffer.from(Buffer.from(`x${secret}yz`).toString("base64"))],
  ["in base64url of a longer text", Buffer.from(Buffer.from(`xx${secret}yz`).toString("base64url"))],
])("finds a secret %s", (_, bytes) => {
  const file = path.join(folder, "file");
  writeFileSync(file, bytes);
  expect(secretTraces(folder, [secret])).toEqual([file]);
});

it("finds none where there is none", () => {
  writeFileSync(path.join(folder, "file"), "aSecret of another kind");
  expect(secretTraces(folder, [secret])).toEqual([]);
});
