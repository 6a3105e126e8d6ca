/** A tag of a cloud resource. Both texts come from whoever tagged it. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}
