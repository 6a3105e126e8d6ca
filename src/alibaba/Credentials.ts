/** What signs a request. Lives only as long as a request needs it. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Present for temporary (STS) credentials. */
  readonly securityToken?: string | undefined;
}
