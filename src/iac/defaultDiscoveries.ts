import type { Finding } from "./Finding.ts";
import type { Module } from "./Module.ts";
import { namedThing } from "./namedThing.ts";
import type { Resource } from "./Resource.ts";

/**
 * Discoveries declared beside an IPAM for one account and region: the IPAM turns a custom discovery of its region into its
 * default one, which can be neither dissociated nor deleted alone.
 */
export function defaultDiscoveries(module: Module): readonly Finding[] {
  const present = module.resources.filter(({ instances }) => instances?.length !== 0);
  const ipams = present.filter(({ declaration }) => declaration.kind === "ipam");
  if (ipams.length === 0) return [];
  return present.flatMap((resource) => {
    if (resource.declaration.kind !== "discovery") return [];
    const ipam = ipams.find((candidate) => isSamePlace(candidate, resource));
    if (!ipam) return [];
    const { file, offset, declaration, region } = resource;
    const subject = namedThing(module, resource);
    return [
      {
        kind: "discoveryBecomesDefault" as const,
        path: file.path,
        range: file.lines.range(declaration.header.start + offset, declaration.header.end + offset),
        subject,
        ...(region && { region }),
        discoveries: [subject],
        ipams: [namedThing(module, ipam)],
        targets: [],
        operatingRegions: [],
        certain: true,
      },
    ];
  });
}

/** One account and one region: by what their providers say, or because they have the same one. */
function isSamePlace(a: Resource, b: Resource): boolean {
  if (a.account !== b.account) return false;
  // Each template is a stack of its own, that may be made anywhere.
  if ((a.file.format === "yaml" || a.file.format === "json") && a.file !== b.file) return false;
  if (a.region && b.region) return a.region === b.region;
  return a.declaration.provider === b.declaration.provider;
}
