import { AsyncLocalStorage } from "node:async_hooks";
import type { Socket } from "node:net";
import { stringify } from "node:querystring";
import { Readable } from "node:stream";
import tea, { type Request } from "@alicloud/tea-typescript";
// The extension host puts the person's proxy and system certificates under these two names.
// biome-ignore lint/style/useNodejsImportProtocol: the names with the prefix may bypass that.
import http from "http";
// biome-ignore lint/style/useNodejsImportProtocol: see above.
import https from "https";
import { parseJsonObject } from "../ipam/parseJsonObject.ts";
import { saysDryRunPassed } from "./dryRunPassed.ts";
import { TransportFault } from "./TransportFault.ts";

/** What one try is given, and what it leaves behind for whoever reads the outcome. */
export interface Try {
  readonly signal: AbortSignal | undefined;
  /** From the start of the request to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Whether the signal leaves a request alone that has left, as it may have taken effect: its answer is waited for. */
  readonly mayChange?: boolean | undefined;
  /** Whether it is a dry run: the code of one that has passed counts, though a redirect brings it. */
  readonly isDryRun?: boolean | undefined;
  /** Called once, when the request leaves: from then on it may take effect. */
  onLeft?: () => void;
  /** Takes the secrets of the request out of a text: an answer may quote what was sent. */
  hide?: (text: string) => string;
  /** Filled when the head of an answer arrives, whatever becomes of the rest and whatever the SDK makes of it. */
  answer?: { readonly status: number; readonly headers: http.IncomingHttpHeaders };
}

/** Largest answer that is read. A page of 100 rows is about 60 kB. */
const largestAnswerBytes = 16 * 1024 * 1024;

const tries = new AsyncLocalStorage<Try>();

/**
 * Runs an SDK call whose request goes through this file.
 *
 * The SDK builds and signs the request; its own transport cannot be cancelled, echoes full URLs in its errors and reads
 * a non-JSON body into a bare SyntaxError, so its one sending function is replaced, in the copy of it that this bundle
 * carries. Redirects are not followed: they would carry credentials elsewhere.
 */
export function sendThrough<T>(attempt: Try, call: () => Promise<T>): Promise<T> {
  return tries.run(attempt, call);
}

Object.assign(tea, { doAction: send });

async function send(request: Request): Promise<unknown> {
  const attempt = tries.getStore();
  if (!attempt) throw new Error("A request was sent outside a try.");
  const { status, headers, body } = await exchange(request, attempt);
  const text = attempt.hide?.(body.toString("utf8")) ?? body.toString("utf8");
  const answer = parseJsonObject(text);
  if (status >= 300 && status < 400 && !(attempt.isDryRun && answer && saysDryRunPassed(answer)))
    throw new TransportFault("redirect", true, request.headers["host"] ?? "");
  if (!answer) throw new TransportFault("notJson", true, request.headers["host"] ?? "");
  return { statusCode: status, statusMessage: "", headers, body: Readable.from([Buffer.from(text, "utf8")]) };
}

interface Exchanged {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

function exchange(request: Request, attempt: Try): Promise<Exchanged> {
  const secure = request.protocol?.toLowerCase() !== "http";
  const host = request.headers["host"] ?? "";
  if (attempt.signal?.aborted) return Promise.reject(new TransportFault("cancelled", false, host));
  const url = new URL(`${secure ? "https" : "http"}://${host}${request.pathname}?${stringify(request.query)}`);
  let left = false;
  let giveUp: (by: "timeout" | "cancelled") => void = () => {};
  // Not AbortSignal.timeout, which would keep each request with its answer in memory until its time is over.
  const timer = setTimeout(() => giveUp("timeout"), attempt.timeoutMs);
  const cancel = () => {
    if (!left || !attempt.mayChange) giveUp("cancelled");
  };
  attempt.signal?.addEventListener("abort", cancel, { once: true });
  const answered = new Promise<Exchanged>((resolve, reject) => {
    let proxy: ProxyNews | undefined;
    const fail = (error: unknown) => {
      if (error instanceof TransportFault) reject(error);
      else if (proxy?.error) reject(new TransportFault("proxy", left, host, proxy.error, proxy.name));
      else reject(new TransportFault("connection", left, host, error));
    };
    // Without an agent: `http.proxySupport: on` leaves requests alone that bring one, and `override` takes it from them.
    // What VS Code then puts in asks the server to close the connection, unless the request says otherwise itself.
    const outgoing = (secure ? https : http).request(url, {
      method: request.method,
      headers: { ...request.headers, connection: "keep-alive" },
    });
    giveUp = (by) => {
      // First: while VS Code's agent still looks for a way, the request has no socket, and its end raises no event.
      fail(new TransportFault(by, left, host));
      outgoing.destroy();
    };
    outgoing.on("error", fail);
    // Told by the agent that VS Code puts in: how it got a connection, or why not.
    outgoing.on("proxy", (news: unknown) => {
      proxy = readNews(news);
    });
    const leaves = () => {
      if (left) return;
      // First, so that an abort out of the call leaves the request alone.
      left = true;
      attempt.onLeft?.();
    };
    outgoing.on("socket", (socket) => {
      // Until a connection stands, nothing can have been carried out.
      if (secure && !isEncrypted(socket)) return;
      if (socket.connecting || isInHandshake(socket)) socket.once(secure ? "secureConnect" : "connect", leaves);
      else leaves();
    });
    /** Whether an answer is the proxy's own. The request fails then. */
    const isOfProxy = ({ statusCode = 0 }: http.IncomingMessage, socket: object) => {
      if (!secure || isEncrypted(socket)) return false;
      attempt.answer = { status: statusCode, headers: {} };
      fail(new TransportFault("proxy", false, host, undefined, proxy?.name));
      return true;
    };
    // HTTP 101: Node takes the connection away from the request, which then has neither an answer nor an end.
    outgoing.on("upgrade", (incoming, socket) => {
      socket.destroy();
      if (isOfProxy(incoming, socket)) return;
      leaves();
      attempt.answer = { status: incoming.statusCode ?? 0, headers: incoming.headers };
      fail(undefined);
    });
    outgoing.on("response", (incoming) => {
      if (isOfProxy(incoming, incoming.socket)) {
        incoming.destroy();
        return;
      }
      leaves();
      // At its head, so that it is known of an answer that then breaks off.
      attempt.answer = { status: incoming.statusCode ?? 0, headers: incoming.headers };
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > largestAnswerBytes) incoming.destroy(new TransportFault("tooLarge", true, host));
      });
      incoming.on("error", fail);
      incoming.on("end", () => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.end(bodyOf(request));
  });
  return answered.finally(() => {
    clearTimeout(timer);
    attempt.signal?.removeEventListener("abort", cancel);
  });
}

/** The SDK has made a form of it; most requests have none. */
function bodyOf({ body }: Request): string | Buffer | undefined {
  const value: unknown = body && "value" in body ? body.value : undefined;
  return typeof value === "string" || Buffer.isBuffer(value) ? value : undefined;
}

/** What became of a connection through a proxy. */
interface ProxyNews {
  /** Host and port, without the user name and password that the setting may hold. */
  readonly name: string | undefined;
  readonly error: unknown;
}

/** Reads such as `{ proxy: "PROXY user:password@proxy.example:8080", error }`. */
function readNews(news: unknown): ProxyNews | undefined {
  if (typeof news !== "object" || news === null || !("proxy" in news) || typeof news.proxy !== "string")
    return undefined;
  const [, address] = /^(?:PROXY|HTTPS?|SOCKS\d?)\s+(?:.*@)?(\S+?)\/*$/i.exec(news.proxy) ?? [];
  return { name: address, error: "error" in news ? news.error : undefined };
}

/** A proxy that refuses a tunnel answers in its place, unencrypted; the agent hands that answer on as if it were the host's. */
function isEncrypted(socket: object): boolean {
  return "encrypted" in socket;
}

/** A tunnel is connected before it is encrypted. The field is Node's own, and where it is missing the handshake counts as over. */
function isInHandshake(socket: Socket): boolean {
  return "secureConnecting" in socket && socket.secureConnecting === true;
}
