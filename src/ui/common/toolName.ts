/** Names of the tools for language models, as the manifest declares them. None of them changes anything. */
export const toolName = {
  listIpams: "ipamExplorer_listIpams",
  listAssociations: "ipamExplorer_listAssociations",
  impact: "ipamExplorer_impact",
  dryRun: "ipamExplorer_dryRunDissociation",
} as const;

/** One of the tools. */
export type ToolName = (typeof toolName)[keyof typeof toolName];
