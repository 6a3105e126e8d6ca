/** Ids of the commands behind lenses. The underscore keeps them out of what others find: their arguments mean nothing elsewhere. */
export const editorCommandId = {
  dryRun: "_ipamExplorer.editor.dryRun",
  reveal: "_ipamExplorer.editor.reveal",
  revealEnds: "_ipamExplorer.editor.revealEnds",
} as const;
