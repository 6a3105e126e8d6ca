/** Where non-secret state is kept between sessions. VS Code's `globalState` fits. */
export interface KeyValueStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}
