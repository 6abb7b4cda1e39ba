/** Opens connections of the driver: over TLS where it is wanted, and within the limits of what a stranger may send. */
import { realpath } from 'node:fs/promises';
import { connect as connectSocket, type Socket } from 'node:net';
import { createConnection, type Connection, type ConnectionOptions, type QueryError, type SslOptions } from 'mysql2';
import type { Failure } from '../../base/failure';
import { readPlainFile } from '../../base/files/node-plain-file';
import { fail, succeed, type Result } from '../../base/result';
import { answerLimits, limitErrors } from './answer-limits';
import { plainPlugins } from './mysql-auth';
import { explainConnectionError, type DriverError } from './mysql-errors';
import { Wire } from './mysql-wire';
import type { Address } from './session';

const connectTimeoutMs = 8_000;
const keepAliveMs = 60_000;

/** The content of the files that an address refers to. */
interface Keys {
  readonly ca: string | null;
  /** The RSA key that a password may be encrypted with. */
  readonly server: string | null;
}

interface Way {
  readonly password: string | null;
  /** The options of TLS; null without TLS. */
  readonly ssl: SslOptions | null;
  readonly keys: Keys;
}

/** Opens a connection. Never throws; no message contains the password. */
export async function openWire(address: Address, password: string | null): Promise<Result<Wire, Failure>> {
  const keys = await readKeys(address);
  if (!keys.ok) return keys;
  const way: Way = { password, ssl: chooseTls(address, keys.value), keys: keys.value };
  const first = await open(address, way);
  if (first.ok) return first;
  const isRejected = address.tls !== 'preferred' || first.error.code !== 'HANDSHAKE_NO_SSL_SUPPORT';
  const second = isRejected ? first : await open(address, { ...way, ssl: null });
  return second.ok ? second : fail(explainConnectionError(second.error, address, password === null));
}

/** One object for all: by it the driver finds the TLS session it had with a server, which spares most of a handshake. */
const unverified: SslOptions = { rejectUnauthorized: false };

function chooseTls({ tls, socket }: Address, { ca }: Keys): SslOptions | null {
  if (tls === 'off' || socket !== null) return null;
  if (tls !== 'verify') return unverified;
  return { rejectUnauthorized: true, verifyIdentity: true, ...(ca === null ? {} : { ca }) };
}

async function readKeys({ tls, ca, serverPublicKey = null }: Address): Promise<Result<Keys, Failure>> {
  const authority = tls === 'verify' ? await readPem(ca, 'CA certificate', 'ca') : succeed(null);
  if (!authority.ok) return authority;
  const server = await readPem(serverPublicKey, 'public key', 'serverPublicKey');
  return server.ok ? succeed({ ca: authority.value, server: server.value }) : server;
}

async function readPem(path: string | null, what: string, key: string): Promise<Result<string | null, Failure>> {
  if (path === null) return succeed(null);
  try {
    const bytes = await readPlainFile(await realpath(path), largestPem);
    if (typeof bytes !== 'string') return succeed(bytes.toString('utf8'));
  } catch {
    // It does not exist, or may not be read.
  }
  return fail({
    kind: 'bad-project',
    message: `The ${what} ${path} cannot be read.`,
    remedy: `Set "${key}" in sproc.json to the path of a PEM file.`,
  });
}

/** Bytes; the bundle of all public authorities has a quarter of a megabyte. */
const largestPem = 4 * 1024 * 1024;

function open(address: Address, way: Way): Promise<Result<Wire, DriverError>> {
  return new Promise((resolve) => {
    const socket = address.socket === null ? connectTcp(address) : connectSocket(address.socket);
    const stopWatching = watchGreeting(socket, (error) => giveUp(error));
    let connection: Connection;
    try {
      connection = createConnection({ ...driverOptions(address, way), stream: () => socket });
    } catch (error) {
      socket.destroy();
      stopWatching();
      resolve(fail(error as DriverError));
      return;
    }
    const give = (result: Result<Wire, DriverError>): void => {
      stopWatching();
      resolve(result);
    };
    const giveUp = (error: DriverError): void => {
      connection.destroy();
      socket.destroy();
      give(fail(error.code === 'ETIMEDOUT' && socket.bytesRead > 0 ? { ...error, code: 'NO_GREETING' } : error));
    };
    // Without a listener a lost connection would end the process.
    connection.on('error', () => undefined);
    connection.connect((error: QueryError | null) => {
      if (error === null) give(succeed(new Wire(connection, socket)));
      else giveUp(error);
    });
  });
}

function connectTcp({ host, port }: Address): Socket {
  const socket = connectSocket(port, host);
  socket.once('connect', () => socket.setKeepAlive(true, keepAliveMs));
  return socket.setNoDelay(true);
}

/**
 * Limits the data before the session is open, which the driver would collect without end. The driver receives each
 * piece after this listener does. With TLS there is no event for single pieces, so the size is polled.
 */
function watchGreeting(socket: Socket, giveUp: (error: DriverError) => void): () => void {
  const look = (): void => {
    if (socket.bytesRead > answerLimits.facts.megabytes * 1_000_000) giveUp(limitErrors.tooMuch(answerLimits.facts));
  };
  socket.on('data', look);
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    socket.off('data', look);
  };
}

function driverOptions(address: Address, { password, ssl, keys }: Way): ConnectionOptions {
  return {
    // The name is checked against the certificate.
    ...(address.socket === null ? { host: address.host, port: address.port } : { socketPath: address.socket }),
    user: address.user,
    ...(password === null ? {} : { password }),
    ...(address.schema === null ? {} : { database: address.schema }),
    ...(ssl === null ? { authPlugins: plainPlugins(address, keys.server) } : { ssl }),
    charset: address.characterSet ?? 'utf8mb4',
    // The driver's own default would be recorded in the sql_mode of every routine.
    flags: ['-IGNORE_SPACE', '-LOCAL_FILES'],
    multipleStatements: address.singleStatements !== true,
    supportBigNumbers: true,
    dateStrings: true,
    jsonStrings: true,
    connectTimeout: connectTimeoutMs,
    connectAttributes: { program_name: 'sproc' },
  };
}
