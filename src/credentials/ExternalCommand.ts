/** A program that gives credentials, run without a shell. */
export interface ExternalCommand {
  /** The profile of the Aliyun CLI that names it. */
  readonly cliProfile: string;
  readonly program: string;
  readonly args: readonly string[];
}
