import type { Finding } from "./Finding.ts";
import { splitAddress } from "./splitAddress.ts";

/**
 * A block that makes Terraform and OpenTofu forget what was removed without destroying it.
 * @returns undefined where the finding is about no block of theirs that is gone as a whole
 */
export function removedBlock({ subject, base }: Finding): string | undefined {
  if (!base || !/\.(?:tf|tofu)$/.test(base.path)) return undefined;
  const { declared } = splitAddress(subject.address ?? "");
  if (!/^[\w-]+\.[\w-]+$/.test(declared)) return undefined;
  return `removed {\n  from = ${declared}\n\n  lifecycle {\n    destroy = false\n  }\n}`;
}
