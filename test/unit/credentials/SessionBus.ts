import net from "node:net";
import { userInfo } from "node:os";

/** A call of D-Bus. The body is marshalled already; see {@link SessionBus}. */
export interface BusCall {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: Buffer;
}

const methodReturn = 2;
const methodError = 3;
const messageSignal = 4;
const bus = { destination: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus" };

/** A connection to a session bus that speaks as much of the D-Bus protocol as these tests need: one call at a time. */
export class SessionBus {
  readonly #socket: net.Socket;
  #received = Buffer.alloc(0);
  #serial = 0;
  readonly #listeners = new Set<(type: number, text: string) => void>();

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => this.#read(bytes));
  }

  /** @param address as in DBUS_SESSION_BUS_ADDRESS */
  static async connect(address: string): Promise<SessionBus> {
    const file = /^unix:path=([^,]+)/.exec(address)?.[1];
    if (!file) throw new Error(`No socket in ${address}`);
    const socket = net.connect(file);
    socket.write(`\0AUTH EXTERNAL ${Buffer.from(String(userInfo().uid)).toString("hex")}\r\n`);
    await new Promise((resolve, reject) => socket.once("data", resolve).once("error", reject));
    socket.write("BEGIN\r\n");
    const connection = new SessionBus(socket);
    await connection.call({ ...bus, member: "Hello" });
    return connection;
  }

  /** Owns a name; calls to it get no answer. */
  async own(name: string): Promise<void> {
    const body = Buffer.concat([aligned(busString(name), 4), busNumber(0)]);
    await this.call({ ...bus, member: "RequestName", signature: "su", body });
  }

  /** Starts to listen for a name to get its owner; the promise within resolves when it does. */
  async owner(name: string): Promise<{ readonly appeared: Promise<void> }> {
    const rule = `type='signal',member='NameOwnerChanged',arg0='${name}'`;
    await this.call({ ...bus, member: "AddMatch", signature: "s", body: busString(rule) });
    const appeared = this.#message((type, text) => type === messageSignal && text.includes(name));
    return { appeared: appeared.then(() => {}) };
  }

  /** Resolves with the raw text of the answer; throws with that of an error. */
  async call(call: BusCall): Promise<string> {
    const answer = this.#message((type) => type === methodReturn || type === methodError);
    this.#serial += 1;
    this.#socket.write(marshalled(call, this.#serial));
    const { type, text } = await answer;
    if (type === methodError) throw new Error(text);
    return text;
  }

  close(): void {
    this.#socket.destroy();
  }

  #message(wanted: (type: number, text: string) => boolean): Promise<{ readonly type: number; readonly text: string }> {
    return new Promise((resolve, reject) => {
      const closed = () => reject(new Error("The bus closed the connection."));
      this.#socket.once("close", closed);
      const listener = (type: number, text: string) => {
        if (!wanted(type, text)) return;
        this.#listeners.delete(listener);
        this.#socket.off("close", closed);
        resolve({ type, text });
      };
      this.#listeners.add(listener);
    });
  }

  #read(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    while (this.#received.length >= 16) {
      const fields = Math.ceil(this.#received.readUInt32LE(12) / 8) * 8;
      const length = 16 + fields + this.#received.readUInt32LE(4);
      if (this.#received.length < length) return;
      const message = this.#received.subarray(0, length);
      this.#received = this.#received.subarray(length);
      for (const listener of [...this.#listeners]) listener(message.readUInt8(1), message.toString("latin1"));
    }
  }
}

/** A string or an object path as D-Bus writes it. */
export function busString(text: string): Buffer {
  return Buffer.concat([busNumber(text.length), Buffer.from(`${text}\0`, "latin1")]);
}

/** Pads to a multiple of that many bytes, where the next value starts. */
export function aligned(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
}

/** A number of 32 bits as D-Bus writes it. */
export function busNumber(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** A type signature as D-Bus writes it. */
export function busSignature(types: string): Buffer {
  return Buffer.from(`${String.fromCharCode(types.length)}${types}\0`, "latin1");
}

function marshalled({ body = Buffer.alloc(0), ...call }: BusCall, serial: number): Buffer {
  const fields = [
    field(1, "o", busString(call.path)),
    field(2, "s", busString(call.interface)),
    field(3, "s", busString(call.member)),
    ...(call.signature ? [field(8, "g", busSignature(call.signature))] : []),
  ];
  const last = field(6, "s", busString(call.destination));
  const array = Buffer.concat([...fields.map((bytes) => aligned(bytes, 8)), last]);
  const start = Buffer.concat([Buffer.from("l\x01\x00\x01", "latin1"), busNumber(body.length), busNumber(serial)]);
  return Buffer.concat([aligned(Buffer.concat([start, busNumber(array.length), array]), 8), body]);
}

function field(code: number, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code]), busSignature(type), value]);
}
