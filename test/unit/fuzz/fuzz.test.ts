import { expect, it } from "vitest";
import { fuzzTargets } from "../../fuzz/fuzzTargets.ts";
import { runTarget } from "../../fuzz/runTarget.ts";

it.each(Object.entries(fuzzTargets))(
  "reads 3,000 mutations without a crash, a hang or a secret shown: %s",
  async (_, make) => {
    const target = await make();
    try {
      const { cases, refused } = await runTarget(target, Math.ceil(3_000 * target.share));
      // A target that takes everything, or nothing, mutates nothing, or only breaks the shell.
      expect(refused).toBeGreaterThan(cases / 100);
    } finally {
      await target.close?.();
    }
  },
  120_000,
);
