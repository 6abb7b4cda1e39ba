/** Real servers for live tests: the running ones of the runner, or one of each kind for this process. */
import { randomBytes } from 'node:crypto';
import { createConnection, type Connection, type ConnectionOptions } from 'mysql2/promise';
import { fail, succeed, type Result } from '../../engine/src/base/result';
import { flavors, type Flavor } from '../../scripts/servers/flavor';
import { findServerProgram } from '../../scripts/servers/server-program';
import { ThrowawayServer, type ThrowawayOptions } from '../../scripts/servers/throwaway-server';
import { readGivenServers, type GivenServer } from '../../scripts/test/given-servers';

export interface LiveOptions {
  /** The kinds of servers; by default both. */
  readonly flavors?: readonly Flavor[];
  /** A server of the suite's own, with these options: for what would disturb others, such as killing it. */
  readonly own?: Omit<ThrowawayOptions, 'flavor'>;
}

/**
 * Describes the same tests for each kind of server, or for each that `SPROC_TEST_SERVERS` names. Where a server cannot be had,
 * or a given one cannot give what the tests need, they are skipped; in CI, where no servers are given, they fail.
 */
export function onEachServer(body: (server: LiveServer) => void, options: LiveOptions = {}): void {
  const given = readGivenServers();
  for (const flavor of options.flavors ?? flavors) {
    const places = given.filter((place) => place.flavor === flavor);
    if (given.length === 0) describeOn(new LiveServer(flavor), body, options.own);
    else if (places.length === 0)
      describe.skip(`on ${flavor}, of which no server is given`, () => body(new LiveServer(flavor)));
    for (const place of places) {
      const server = new LiveServer(flavor, place);
      if (options.own === undefined) describeOn(server, body);
      else describe.skip(`on ${nameOf(server)}, which cannot be restarted, killed or set up`, () => body(server));
    }
  }
}

function nameOf({ flavor, given }: LiveServer): string {
  return given === null ? flavor : `${flavor} at ${given.host}:${given.port}`;
}

function describeOn(server: LiveServer, body: (server: LiveServer) => void, own?: LiveOptions['own']): void {
  describe(`on ${nameOf(server)}`, () => {
    before(async function () {
      this.timeout(fetchingMs);
      const reason = await server.open(own);
      if (reason === undefined) return;
      if (process.env['CI'] === 'true' || server.given !== null) throw new Error(reason);
      process.stderr.write(`skipped on ${server.flavor}: ${reason}\n`);
      this.skip();
    });
    body(server);
    // This runs after the hooks of the suite, which may still need the server.
    after(() => server.close());
  });
}

/** Makes an empty schema before the tests of this suite and drops it after them; its name is known at once. */
export function freshSchema(server: LiveServer): { readonly name: string } {
  const name = `t_${randomBytes(5).toString('hex')}`;
  before(() => server.run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`));
  after(() => server.run(`DROP DATABASE IF EXISTS ${name}`));
  return { name };
}

/** Creates a schema for the tests of this suite, and empties it and drops its ledger after each of them. */
export function emptiedSchema(server: LiveServer): { readonly name: string } {
  const schema = freshSchema(server);
  afterEach(() =>
    server.run(
      `DROP DATABASE ${schema.name}`,
      `CREATE DATABASE ${schema.name}`,
      `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
    ),
  );
  return schema;
}

/** A server for tests; ports and connections are available once the suite's hooks have run. */
export class LiveServer {
  readonly flavor: Flavor;
  #endpoint: Endpoint | undefined;
  #own: ThrowawayServer | undefined;
  /** The given server; null for a throwaway one. */
  readonly given: GivenServer | null;
  readonly host: string;
  /** An account that may do everything. */
  readonly user: string;
  readonly password: string;
  readonly #connections = new Set<Connection>();

  constructor(flavor: Flavor, given: GivenServer | null = null) {
    this.flavor = flavor;
    this.given = given;
    this.host = given?.host ?? '127.0.0.1';
    this.user = given?.user ?? 'root';
    this.password = given?.password ?? '';
  }

  /** The part of an environment of `sproc.json` that leads to the server. */
  get login(): { readonly host: string; readonly port: number; readonly user: string } {
    return { host: this.host, port: this.port, user: this.user };
  }

  /** The address and account, for a separate process that reaches it. */
  get address(): Pick<LiveServer, 'flavor' | 'host' | 'port' | 'user' | 'password'> {
    return { ...this.login, flavor: this.flavor, password: this.password };
  }

  get port(): number {
    return this.#reached().port;
  }

  get socket(): string {
    return this.#reached().socket;
  }

  /** The suite's own server, to be killed and restarted; asked for by the option `own`. */
  get own(): ThrowawayServer {
    if (!this.#own) throw new Error('This suite shares its server: ask for one of its own.');
    return this.#own;
  }

  /** Returns options for mysql2: the account that may do everything, or another without a password, and `extra`. */
  connection(extra: ConnectionOptions = {}): ConnectionOptions {
    const isOwn = extra.user === undefined || extra.user === this.user;
    return { ...this.login, password: isOwn ? this.password : '', ...extra };
  }

  /** Opens a connection that is closed after the suite. */
  async connect(extra: ConnectionOptions = {}): Promise<Connection> {
    const connection = await createConnection(this.connection(extra));
    connection.on('error', () => undefined); // a server that is killed on purpose
    this.#connections.add(connection);
    return connection;
  }

  /** Runs statements as root on a connection of their own; DELIMITER is not known here. Gives the last one's rows. */
  async run(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
    const connection = await createConnection(this.connection());
    try {
      let answer: unknown;
      for (const statement of statements) [answer] = await connection.query(statement);
      return Array.isArray(answer) ? (answer as readonly Record<string, unknown>[]) : [];
    } finally {
      connection.destroy();
    }
  }

  /** Finds or starts the server; the reason if there is none. */
  async open(own: LiveOptions['own']): Promise<string | undefined> {
    const endpoint = own
      ? await this.#startOwn(own)
      : this.given === null
        ? await sharedServer(this.flavor)
        : await reachGiven(this.given);
    if (!endpoint.ok) return endpoint.error;
    this.#endpoint = endpoint.value;
    return undefined;
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.destroy();
    this.#connections.clear();
    await this.#own?.stop();
  }

  async #startOwn(own: Omit<ThrowawayOptions, 'flavor'>): Promise<Result<Endpoint, string>> {
    const program = await findServerProgram(this.flavor);
    if (!program.ok) return program;
    this.#own = await ThrowawayServer.start({ ...own, flavor: this.flavor });
    return succeed(this.#own);
  }

  #reached(): Endpoint {
    if (!this.#endpoint)
      throw new Error(`The ${this.flavor} server is started by a hook: use it inside it() or before().`);
    return this.#endpoint;
  }
}

interface Endpoint {
  readonly port: number;
  readonly socket: string;
}

/** Fetching a server for the first time takes a while. */
const fetchingMs = 600_000;
const shared = new Map<Flavor, Promise<Result<Endpoint, string>>>();

function sharedServer(flavor: Flavor): Promise<Result<Endpoint, string>> {
  const known = shared.get(flavor) ?? findOrStart(flavor);
  shared.set(flavor, known);
  return known;
}

/** Returns the reason if the server cannot be reached, or is not of the kind that its URL says. */
async function reachGiven({ flavor, host, port, user, password }: GivenServer): Promise<Result<Endpoint, string>> {
  try {
    const connection = await createConnection({ host, port, user, password });
    const [rows] = await connection.query('SELECT VERSION() AS version');
    await connection.end();
    const { version = '' } = (rows as readonly { readonly version?: string }[])[0] ?? {};
    const found = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
    return found === flavor ? succeed({ port, socket: '' }) : fail(`it is ${found} ${version}`);
  } catch (problem) {
    return fail(problem instanceof Error ? problem.message : String(problem));
  }
}

async function findOrStart(flavor: Flavor): Promise<Result<Endpoint, string>> {
  const name = flavor.toUpperCase();
  const port = Number(process.env[`SPROC_TEST_${name}_PORT`]);
  if (port > 0) return succeed({ port, socket: process.env[`SPROC_TEST_${name}_SOCKET`] ?? '' });
  const reason = process.env[`SPROC_TEST_${name}_MISSING`];
  if (reason !== undefined) return fail(reason);
  const program = await findServerProgram(flavor);
  if (!program.ok) return program;
  return succeed(await ThrowawayServer.start({ flavor }));
}
