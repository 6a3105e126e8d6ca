import { describe, expect, it } from "vitest";
import { releaseFlaws } from "../../../scripts/releaseFlaws.mjs";

const manifest = { version: "1.2.3", repository: "https://github.com/owner/name" };
const changelog = `# Changelog

## [Unreleased]

## [1.2.3] - 2026-11-24

### Added

- Something.

## [1.2.2] - 2026-10-01

- Less.
`;

describe("A release", () => {
  it("may go ahead where tag, version and changelog say the same", () => {
    expect(releaseFlaws("v1.2.3", manifest, changelog)).toEqual([]);
  });

  it.each([
    ["another tag", "v1.2.4", manifest, changelog, /tag v1\.2\.4 is not/],
    ["a tag without v", "1.2.3", manifest, changelog, /tag 1\.2\.3 is not/],
    [
      "a changelog that stands still",
      "v1.3.0",
      { ...manifest, version: "1.3.0" },
      changelog,
      /newest release .* 1\.2\.3/,
    ],
    [
      "a changelog without a release",
      "v1.2.3",
      manifest,
      "## [Unreleased]\n\n- Something.\n",
      /newest release .* none/,
    ],
    ["no date", "v1.2.3", manifest, changelog.replace(" - 2026-11-24", ""), /1\.2\.3 has no date/],
    [
      "no words",
      "v1.2.3",
      manifest,
      changelog.replace("### Added\n\n- Something.\n", ""),
      /says nothing about 1\.2\.3/,
    ],
    ["no repository", "v1.2.3", { version: "1.2.3" }, changelog, /names no repository/],
  ])("is stopped by %s", (_, tag, fields, text, expected) => {
    expect(releaseFlaws(tag, fields, text).join("\n")).toMatch(expected);
  });
});
