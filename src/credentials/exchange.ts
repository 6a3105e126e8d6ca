// Plain http goes to this machine or its metadata service, for which no proxy may stand in: the names with the prefix
// may bypass the proxy that the extension host puts under those without it.
import nodeHttp from "node:http";
// biome-ignore lint/style/useNodejsImportProtocol: see above.
import https from "https";

/** What came back. */
export interface Exchanged {
  readonly status: number;
  readonly text: string;
}

/** A small request. */
export interface SmallRequest {
  readonly method: "GET" | "PUT";
  readonly headers?: Readonly<Record<string, string>>;
  /** From the start of the request to the last byte of the answer. */
  readonly timeoutMs: number;
}

const mostBytes = 64 * 1024;

/**
 * Sends a small request and reads its small answer. Redirects are not followed.
 * @throws Error whose message is a code, such as `ECONNREFUSED` or `timeout`, and nothing else
 */
export function exchange(url: URL, { method, headers = {}, timeoutMs }: SmallRequest): Promise<Exchanged> {
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    // A request that VS Code's agent has found no socket for raises no event when it ends.
    signal.addEventListener("abort", () => reject(new Error("timeout")), { once: true });
    const fail = (error: unknown) => {
      const code = error instanceof Error && "code" in error ? String(error.code) : "failed";
      reject(new Error(signal.aborted ? "timeout" : code));
    };
    const send = url.protocol === "https:" ? https.request : nodeHttp.request;
    const agent = url.protocol === "https:" ? undefined : false;
    const outgoing = send(url, { method, headers, signal, ...(agent === false && { agent }) });
    outgoing.on("error", fail);
    // HTTP 101: Node takes the connection away from the request, which then has neither an answer nor an end.
    outgoing.on("upgrade", (_answer, socket) => {
      socket.destroy();
      fail(new Error());
    });
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on("error", fail);
      incoming.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > mostBytes) incoming.destroy(Object.assign(new Error(), { code: "too large" }));
      });
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    outgoing.end();
  });
}
