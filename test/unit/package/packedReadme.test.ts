import { describe, expect, it } from "vitest";
import { packedReadme } from "../../../scripts/packedReadme.mjs";

const readme = `# Title

[Other language](OTHER.md)

See [the policy](SECURITY.md), [below](#below) and [the vendor](https://example.com/a).

![A picture](docs/one.png)

| One | Two |
| --- | --- |
| ![One](docs/one.png) | ![Two](docs/two.png) |

| Words | Numbers |
| --- | --- |
| a | 1 |

## Below
`;

describe("The README that ships", () => {
  it("leads into the repository at what was packed, where there is one", () => {
    const packed = packedReadme(readme, "https://github.com/owner/name", "v1.2.3");
    expect(packed).toContain("![A picture](https://github.com/owner/name/raw/v1.2.3/docs/one.png)");
    expect(packed).toContain("[the policy](https://github.com/owner/name/blob/v1.2.3/SECURITY.md)");
    expect(packed).toContain("[below](#below) and [the vendor](https://example.com/a)");
  });

  it("leaves out what would be broken, and no word, where there is none", () => {
    expect(packedReadme(readme, undefined, "v1.2.3")).toBe(`# Title

See the policy, [below](#below) and [the vendor](https://example.com/a).

| Words | Numbers |
| --- | --- |
| a | 1 |

## Below
`);
  });
});
