import { Organisation } from "../../src/simulator/Organisation.ts";

/** What someone writes into a name who wants VS Code to draw or run something. Each part would show if it worked. */
export const hostileText = [
  "[run](command:workbench.action.files.newUntitledFile)",
  "$(flame)",
  "<b onclick='alert(1)'>bold</b><img src=x onerror=alert(1)>",
  "**strong** `code` ![](https://example.invalid/x.png)",
  "| a\n| --- |\n",
  "\u202edesrever\u202c \u2066\u200f\u200b",
  "\u001b[31mred\u0007",
  "\u0301".repeat(300),
  "x".repeat(10_000),
].join(" ");

/** One account with an IPAM and a discovery whose every text is hostile, ids included. */
export function hostileOrganisation(): Organisation {
  const organisation = new Organisation();
  const victim = organisation.addAccount("1203715520147781", "Victim");
  const other = organisation.addAccount("1882009915530042", "Other");
  const tags = [{ Key: hostileText, Value: hostileText }];
  const texts = { description: hostileText, status: hostileText, resourceGroup: hostileText, tags };
  const ipam = organisation.addIpam(victim, "cn-hangzhou", {
    ...texts,
    id: "ipam-hostile",
    name: `ipam ${hostileText}`,
  });
  const named = organisation.addDiscovery(other, "cn-hangzhou", {
    ...texts,
    id: "ipam-res-disco-named",
    name: `discovery ${hostileText}`,
    operatingRegions: [hostileText],
    createdAt: hostileText,
  });
  const unnamed = organisation.addDiscovery(other, "cn-hangzhou", {
    id: "ipam-res-disco-'; touch pwned; $(touch pwned)\n[run](command:workbench.action.files.newUntitledFile) \u202e",
  });
  for (const discovery of [named, unnamed]) {
    organisation.share(discovery, victim);
    organisation.associate(ipam, discovery);
  }
  return organisation;
}
