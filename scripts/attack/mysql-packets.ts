/** Packets of the MySQL protocol as a server sends them (MySQL source documentation, "Client/Server Protocol"). */

export const withTls = 0x800;
/** Everything of the first 24 bits but TLS, compression and DEPRECATE_EOF. */
const capabilities = 0x00ff_ffff & ~withTls & ~0x20;
const moreResults = 8;

export function packet(sequence: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence & 255;
  return Buffer.concat([head, body]);
}

export function greeting(version: string, plugin: string, more: number): Buffer {
  const flags = capabilities | more;
  return Buffer.concat([
    Buffer.from([10]),
    Buffer.from(`${version}\0`),
    Buffer.from([7, 0, 0, 0]),
    Buffer.from('abcdefgh\0'),
    Buffer.from([flags & 255, (flags >> 8) & 255, 255, 2, 0, (flags >> 16) & 255, 0, 21]),
    Buffer.alloc(10),
    Buffer.from('ijklmnopqrst\0'),
    Buffer.from(`${plugin}\0`),
  ]);
}

export function okPacket(isMore = false): Buffer {
  return Buffer.from([0, 0, 0, 2 | (isMore ? moreResults : 0), 0, 0, 0]);
}

export function errorPacket(errno: number, sqlState: string, message: string): Buffer {
  return Buffer.concat([Buffer.from([0xff, errno & 255, errno >> 8]), Buffer.from(`#${sqlState}${message}`)]);
}

export function switchPacket(plugin: string, data: string): Buffer {
  return Buffer.concat([Buffer.from([0xfe]), Buffer.from(`${plugin}\0${data}\0`)]);
}

export function tableHead(sequence: number, columns: readonly string[]): Buffer {
  return Buffer.concat([
    packet(sequence, Buffer.from([columns.length])),
    ...columns.map((name, i) => packet(sequence + 1 + i, column(name))),
    endOfRows(sequence + 1 + columns.length),
  ]);
}

export function rowPacket(sequence: number, values: readonly (string | null)[]): Buffer {
  return packet(
    sequence,
    Buffer.concat(values.map((value) => (value === null ? Buffer.from([0xfb]) : counted(value)))),
  );
}

function endOfRows(sequence: number): Buffer {
  return packet(sequence, Buffer.from([0xfe, 0, 0, 2, 0]));
}

export function columnsAndRows(
  sequence: number,
  columns: readonly string[],
  rows: readonly (readonly (string | null)[])[],
): Buffer {
  const first = sequence + columns.length + 2;
  return Buffer.concat([
    tableHead(sequence, columns),
    ...rows.map((row, i) => rowPacket(first + i, row)),
    endOfRows(first + rows.length),
  ]);
}

function column(name: string): Buffer {
  const about = [0x0c, 45, 0, 255, 255, 0, 0, 253, 0, 0, 0, 0, 0];
  return Buffer.concat([...['def', '', '', '', name, name].map(counted), Buffer.from(about)]);
}

/** Returns a text preceded by its length. */
function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = bytes.length < 251 ? Buffer.from([bytes.length]) : Buffer.alloc(bytes.length < 65_536 ? 3 : 4);
  if (bytes.length >= 251) {
    head[0] = bytes.length < 65_536 ? 0xfc : 0xfd;
    head.writeUIntLE(bytes.length, 1, head.length - 1);
  }
  return Buffer.concat([head, bytes]);
}

/** Takes what a client sends apart. */
export class PacketReader {
  readonly #take: (body: Buffer, sequence: number) => void;
  #held = Buffer.alloc(0);

  constructor(take: (body: Buffer, sequence: number) => void) {
    this.#take = take;
  }

  take(chunk: Buffer): void {
    this.#held = Buffer.concat([this.#held, chunk]);
    while (this.#held.length >= 4) {
      const length = this.#held.readUIntLE(0, 3);
      if (this.#held.length < 4 + length) return;
      const [sequence = 0, body] = [this.#held[3], this.#held.subarray(4, 4 + length)];
      this.#held = this.#held.subarray(4 + length);
      this.#take(body, sequence);
    }
  }
}
