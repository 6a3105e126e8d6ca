import http from "node:http";

/** A request that arrived. */
export interface AskedFor {
  readonly method: string;
  readonly path: string;
  /** The token of the hardened mode that came with it. */
  readonly token: string | undefined;
}

const token = "metadata-token-of-the-test";
const roles = "/latest/meta-data/ram/security-credentials/";

/**
 * Serves credentials over real HTTP as the metadata service of an ECS instance does, in its hardened mode (IMDSv2) or in
 * the plain one, and as a credentials address does.
 */
export class CredentialServer {
  readonly requests: AskedFor[] = [];
  /** The JSON both answer with. */
  answer: unknown = {};
  status = 200;
  /** Whether requests without the token are refused, and tokens are given out. */
  hardened = true;
  readonly #server: http.Server;

  static async start(): Promise<CredentialServer> {
    const server = new CredentialServer();
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  private constructor() {
    this.#server = http.createServer((request, response) => {
      const { method = "", url = "/", headers } = request;
      const given = headers["x-aliyun-ecs-metadata-token"];
      this.requests.push({ method, path: url, token: typeof given === "string" ? given : undefined });
      const [status, text] = this.#reply(method, url, given === token);
      response.writeHead(status).end(text);
    });
  }

  get origin(): string {
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The server has no address.");
    return `http://127.0.0.1:${address.port}`;
  }

  get credentialsUri(): string {
    return `${this.origin}/credentials?user=test`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #reply(method: string, path: string, hasToken: boolean): readonly [number, string] {
    if (path.startsWith("/credentials")) return [this.status, this.#text];
    if (path === "/latest/api/token") return this.hardened && method === "PUT" ? [200, token] : [404, "Not Found"];
    if (this.hardened && !hasToken) return [403, "Forbidden"];
    if (path === roles) return [this.status, "instance-role"];
    return path.startsWith(roles) ? [this.status, this.#text] : [404, "Not Found"];
  }

  get #text(): string {
    return typeof this.answer === "string" ? this.answer : JSON.stringify(this.answer);
  }
}
