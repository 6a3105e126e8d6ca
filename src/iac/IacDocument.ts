/** A document to read. */
export interface IacDocument {
  /** Tells documents apart: the version being edited and that of the git base have each their own. */
  readonly key: string;
  /** Its path or the path of its address, with slashes: the same for two versions of one document. */
  readonly path: string;
  readonly languageId?: string;
  readonly text: string;
}
