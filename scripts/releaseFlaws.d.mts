export function releaseFlaws(
  tag: string,
  manifest: { readonly version: string; readonly repository?: unknown },
  changelog: string,
): readonly string[];
