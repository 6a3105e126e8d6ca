import http from "node:http";
import net from "node:net";
import { type Duplex, pipeline } from "node:stream";

/**
 * An HTTP proxy on loopback that knows CONNECT alone. Whatever host a tunnel is asked for, it leads to one port of this
 * machine.
 */
export class ConnectProxy {
  /** Host and port. */
  address = "";
  /** `host:port` of each tunnel that was asked for, in order. */
  readonly asked: string[] = [];
  /** Requests other than CONNECT: what would have travelled unencrypted. */
  readonly plain: string[] = [];
  /** HTTP status with which tunnels are refused, if they are. */
  refusal: number | undefined;
  readonly #server: http.Server;
  readonly #sockets = new Set<Duplex>();
  readonly #target: number;

  /** @param endpoint where all tunnels lead: an address on 127.0.0.1 */
  static async start(endpoint: string): Promise<ConnectProxy> {
    const proxy = new ConnectProxy(Number(new URL(endpoint).port));
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    const address = proxy.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The proxy has no address.");
    proxy.address = `127.0.0.1:${address.port}`;
    return proxy;
  }

  private constructor(targetPort: number) {
    this.#target = targetPort;
    this.#server = http.createServer((request, response) => {
      this.plain.push(request.url ?? "");
      response.writeHead(405).end();
    });
    this.#server.on("connect", (request, socket, head) => this.#connect(request, socket, head));
  }

  /** Host names of the tunnels that were asked for, each once, sorted. */
  get hosts(): readonly string[] {
    return [...new Set(this.asked.map((address) => address.replace(/:\d+$/, "")))].sort();
  }

  forget(): void {
    this.asked.length = 0;
  }

  /** Stops listening and ends every tunnel. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #connect({ url = "" }: http.IncomingMessage, socket: Duplex, head: Buffer): void {
    this.asked.push(url);
    this.#sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#sockets.delete(socket));
    if (this.refusal !== undefined) {
      const challenge = this.refusal === 407 ? 'Proxy-Authenticate: Basic realm="test"\r\n' : "";
      socket.end(`HTTP/1.1 ${this.refusal} Refused\r\n${challenge}Content-Length: 7\r\n\r\nrefused`);
      return;
    }
    const target = net.connect(this.#target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      if (head.length > 0) target.write(head);
      pipeline(socket, target, socket, () => {});
    });
    target.once("error", () => socket.destroy());
  }
}
