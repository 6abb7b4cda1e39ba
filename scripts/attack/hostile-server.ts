/** A server that speaks just enough of the MySQL protocol to misbehave in one way, and writes down what it was sent. */
import { constants, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expectAnswers } from '../../engine/src/database/connection/expected-answers';
import {
  columnsAndRows,
  errorPacket,
  greeting,
  okPacket,
  packet,
  PacketReader,
  rowPacket,
  switchPacket,
  tableHead,
  withTls,
} from './mysql-packets';

export const hostileModes = [
  'silent', // accepts, and sends nothing
  'garbage', // random bytes
  'http',
  'close-at-once',
  'slow', // its greeting byte by byte
  'flood', // a packet without end in place of a greeting
  'tls-garbage', // offers TLS, and answers with random bytes
  'mute', // never answers a query
  'mute-later', // sends its greeting and the facts, and then nothing
  'endless', // the columns that were asked for, and rows of 60 kB without end
  'endless-small', // rows of a few bytes without end
  'hugerow', // one row of 4 GB
  'nonsense', // sends unrequested columns and rows
  'empty', // rows without columns, and none where one is due
  'old', // a version from long ago
  'error-text', // an error that writes lines, colours and bidi controls
  'hostile-version', // the same in its version and account
  'rsa', // requests the password, encrypted with a key of its own
  'sha256', // the same by the older method
  'clear-password',
  'dialog', // names an authentication plugin that does not exist
  'bad-length', // a row that claims a value of 4 GB
  'infile', // asks for a file of the client's machine
  'close-mid-query',
  'close-mid-packet',
  'packet-too-large', // 1153, and hangs up
] as const;

export type HostileMode = (typeof hostileModes)[number];

export interface HostileServer {
  readonly port: number;
  /** The received packets, one line each: `query …`, `password …`, `file …`. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** Text that would set a title, colour, link, reverse and forge a line, if it came to a terminal as it is. */
const poison = '\u001b]0;owned\u0007\u001b[31mred\u202Eevil\u2066\u200F\r\nerror: a forged line\u2028next';

export function startHostileServer(mode: HostileMode): Promise<HostileServer> {
  const log: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, mode, log);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        log,
        close: () =>
          new Promise((closed) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => closed());
          }),
      });
    });
  });
}

function serve(socket: Socket, mode: HostileMode, log: string[]): void {
  const before = withoutGreeting[mode];
  if (before !== undefined) {
    before(socket);
    return;
  }
  socket.write(packet(0, greetingOf(mode)));
  if (mode === 'tls-garbage') socket.once('data', () => socket.write(randomBytes(400)));
  else new Conversation(socket, mode, log).listen();
}

const withoutGreeting: Partial<Record<HostileMode, (socket: Socket) => void>> = {
  silent: () => undefined,
  garbage: (socket) => void socket.write(randomBytes(5_000)),
  http: (socket) => void socket.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'),
  'close-at-once': (socket) => void socket.destroy(),
  slow: (socket) => drip(socket, packet(0, greetingOf('slow'))),
  flood: (socket) => {
    socket.write(Buffer.from([0xff, 0xff, 0xff, 0]));
    pour(socket, Buffer.alloc(1 << 20));
  },
};

function greetingOf(mode: HostileMode): Buffer {
  const version = mode === 'old' ? '5.1.0' : mode === 'hostile-version' ? `8.0.30${poison}` : '8.0.30';
  const plugin = mode === 'rsa' ? 'caching_sha2_password' : 'mysql_native_password';
  return greeting(version, plugin, mode === 'tls-garbage' ? withTls : 0);
}

const salt = 'abcdefghijklmnopqrst';
/** The packet of caching_sha2_password that the server does not know the password yet. */
const fullAuthentication = Buffer.from([1, 4]);

/** A conversation, from the answer to the greeting on. */
class Conversation {
  readonly #socket: Socket;
  readonly #mode: HostileMode;
  readonly #log: string[];
  #next: (body: Buffer, sequence: number) => void = (body, sequence) => this.#authenticate(body, sequence);

  constructor(socket: Socket, mode: HostileMode, log: string[]) {
    this.#socket = socket;
    this.#mode = mode;
    this.#log = log;
  }

  listen(): void {
    const reader = new PacketReader((body, sequence) => this.#next(body, sequence));
    this.#socket.on('data', (chunk: Buffer) => reader.take(chunk));
  }

  #send(...packets: readonly Buffer[]): void {
    if (!this.#socket.destroyed) this.#socket.write(Buffer.concat(packets));
  }

  #authenticate(reply: Buffer, sequence: number): void {
    const ask = (request: Buffer, then: (body: Buffer, sequence: number) => void): void => {
      this.#send(packet(sequence + 1, request));
      this.#next = then;
    };
    if (this.#mode === 'clear-password') ask(switchPacket('mysql_clear_password', ''), this.#takePassword);
    else if (this.#mode === 'dialog') ask(switchPacket('dialog\u001b[31m', 'Password: '), this.#takePassword);
    else if (this.#mode === 'rsa' && reply.includes('caching_sha2_password')) ask(fullAuthentication, this.#giveKey);
    else if (this.#mode === 'rsa')
      // This is what a real server does if the client answers by another method than the greeting's.
      ask(switchPacket('caching_sha2_password', salt), (_body, last) => {
        this.#send(packet(last + 1, fullAuthentication));
        this.#next = this.#giveKey;
      });
    else if (this.#mode === 'sha256') ask(switchPacket('sha256_password', salt), this.#giveKey);
    else this.#letIn(sequence);
  }

  #takePassword = (body: Buffer, sequence: number): void => {
    this.#log.push(`password ${body.toString()}`);
    this.#letIn(sequence);
  };

  #giveKey = (body: Buffer, sequence: number): void => {
    if (body.length > 1) {
      this.#log.push('password, encrypted with the key of another');
      this.#letIn(sequence);
      return;
    }
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    this.#log.push('key asked for');
    this.#send(packet(sequence + 1, Buffer.concat([Buffer.from([1]), Buffer.from(pem)])));
    this.#next = (encrypted, last) => {
      const options = { key: privateKey, oaepHash: 'sha1', padding: constants.RSA_PKCS1_OAEP_PADDING };
      const mixed = privateDecrypt(options, encrypted);
      this.#log.push(
        `password ${Buffer.from(mixed.map((byte, i) => byte ^ salt.charCodeAt(i % salt.length))).toString()}`,
      );
      this.#letIn(last);
    };
  };

  #letIn(sequence: number): void {
    this.#send(packet(sequence + 1, okPacket()));
    this.#next = (body) => this.#answer(body);
  }

  #answer(body: Buffer): void {
    if (body[0] === 1) {
      if (this.#mode !== 'mute' && this.#mode !== 'mute-later') this.#socket.end();
      return;
    }
    const sql = body.subarray(1).toString();
    this.#log.push(`query ${sql}`);
    if (saysWhoItIs(this.#mode) && sql.includes('VERSION() AS version')) this.#tellFacts(sql);
    else this.#misbehave(sql);
  }

  #tellFacts(sql: string): void {
    const set = sql.startsWith('SET ') && sql.includes(';') ? [packet(1, okPacket(true))] : [];
    const poisoned = this.#mode === 'hostile-version' ? poison : '';
    const version = this.#mode === 'old' ? '5.1.0' : `8.0.30${poisoned}`;
    const names = ['version', 'account', 'connection_id', 'sql_mode', 'name_case'];
    const row = [version, `root@%${poisoned}`, '7', '', '0'];
    this.#send(...set, columnsAndRows(set.length + 1, names, [row]));
  }

  #misbehave(sql: string): void {
    const socket = this.#socket;
    const [asked] = expectAnswers(sql).answers;
    const columns = asked?.kind === 'columns' ? asked.names.map((name) => name ?? 'a') : ['a'];
    switch (this.#mode) {
      case 'mute':
      case 'mute-later':
        return;
      case 'endless':
        this.#send(tableHead(1, columns));
        return pour(socket, allSequences(columns.length, 'a'.repeat(10_000)));
      case 'endless-small':
        this.#send(tableHead(1, columns));
        return pour(socket, allSequences(columns.length, 'a'));
      case 'hugerow':
        this.#send(tableHead(1, columns));
        return pour(socket, Buffer.concat([Buffer.from([0xff, 0xff, 0xff, 0]), Buffer.alloc(0xff_ff_ff, 'a')]));
      case 'bad-length':
        return this.#send(tableHead(1, columns), packet(9, Buffer.from([0xfe, 0, 0, 0, 0, 1, 0, 0, 0])));
      case 'nonsense':
        return this.#send(columnsAndRows(1, ['x'], [['y'], [null], ['z']]));
      case 'empty':
        return this.#send(packet(1, okPacket()));
      case 'error-text':
      case 'hostile-version':
        return this.#send(packet(1, errorPacket(1_064, '42000', poison)));
      case 'infile':
        this.#send(packet(1, Buffer.from('\u00fb/etc/hostname', 'latin1')));
        this.#next = (body) => void this.#log.push(`file ${body.length} bytes`);
        return;
      case 'close-mid-packet':
        this.#send(tableHead(1, columns).subarray(0, 20));
        return void socket.end();
      case 'packet-too-large':
        this.#send(packet(1, errorPacket(1_153, '08S01', "Got a packet bigger than 'max_allowed_packet' bytes")));
        return void socket.end();
      case 'close-mid-query':
        return void socket.destroy();
      default:
        return this.#send(packet(1, okPacket()));
    }
  }
}

/** Returns true if the mode answers the first question correctly. */
function saysWhoItIs(mode: HostileMode): boolean {
  return !['mute', 'error-text'].includes(mode);
}

/** Returns rows after the head of a table, up to where their sequence numbers start again. */
function allSequences(columns: number, value: string): Buffer {
  const values = Array.from({ length: columns }, () => value);
  return Buffer.concat(Array.from({ length: 256 }, (_, i) => rowPacket(columns + 3 + i, values)));
}

function drip(socket: Socket, bytes: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    if (at < bytes.length && !socket.destroyed) socket.write(bytes.subarray(at, ++at));
    else clearInterval(timer);
  }, 500);
  socket.once('close', () => clearInterval(timer));
}

/** Sends the same bytes without end, as fast as they are received. */
function pour(socket: Socket, bytes: Buffer): void {
  const write = (): void => {
    while (!socket.destroyed && socket.writable)
      if (!socket.write(bytes)) {
        socket.once('drain', write);
        return;
      }
  };
  write();
}
