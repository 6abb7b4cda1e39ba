/**
 * The arena of the torture: a schema with its ledger on a separate server, a deploying account, a connection to cut.
 */
import type { ThrowawayServer } from '../servers/throwaway-server';
import { Administrator } from './administrator';
import { CutProxy } from './cut-proxy';
import { Journal } from './journal';
import { members, tables, uniformState, variants, type State } from './members';
import { observe, type Observed } from './observe';
import { makeProjectFolder, openFolder, writeSources } from './tortured-project';

export const account = "'torturer'@'%'";
const heirs = ["'heir'@'%'", "'elder'@'%'"] as const;

export class Arena {
  readonly server: ThrowawayServer;
  readonly administrator: Administrator;
  readonly schema: string;
  readonly proxy: CutProxy;
  /** The projects that reach the server directly, over the proxy, and as a rival. */
  readonly folders: Readonly<Record<'straight' | 'wire' | 'rival', string>>;
  readonly journal: Journal;
  /** The text of each member in each variant after an undisturbed deployment. */
  readonly #references = new Map<string, string>();
  /** Milliseconds and fault points of an undisturbed deployment of everything. */
  usualMs = 0;
  usualBoundaries = 0;
  /** Kills at any time fall within these milliseconds. */
  patienceMs = 0;
  state: State = new Map();

  private constructor(server: ThrowawayServer, proxy: CutProxy, schema: string) {
    this.server = server;
    this.administrator = new Administrator(server);
    this.proxy = proxy;
    this.schema = schema;
    this.journal = new Journal(this.administrator, schema);
    const straight = { flavor: server.flavor, port: server.port, schema, user: 'torturer' };
    this.folders = {
      straight: makeProjectFolder(straight),
      wire: makeProjectFolder({ ...straight, port: proxy.port }),
      rival: makeProjectFolder(straight),
    };
  }

  /** Starts the arena; with `keepsGrants` the account may make DROP keep grants, on MySQL. */
  static async start(server: ThrowawayServer, schema: string, keepsGrants: boolean): Promise<Arena> {
    const arena = new Arena(server, await CutProxy.start(server.port), schema);
    await arena.#makeAccounts(keepsGrants);
    await arena.administrator.run(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4`, `USE ${schema}`, ...tables);
    for (const variant of variants) await arena.#learn(variant);
    return arena;
  }

  async close(): Promise<void> {
    await this.administrator.run(`DROP DATABASE ${this.schema}`, `DROP DATABASE ${this.schema}_ledger`);
    this.administrator.close();
    this.proxy.close();
  }

  observe(): Promise<Observed> {
    return observe(this.administrator, this.schema);
  }

  /** Returns the text of a member in a state; null if it does not exist in it. */
  referenceOf(name: string, state: State): string | null {
    const variant = state.get(name);
    return variant === undefined ? null : (this.#references.get(`${name} ${variant}`) ?? null);
  }

  /** Grants privileges on the existing members; new ones have none yet. */
  async endow(): Promise<void> {
    for (const { kind, name } of members) {
      if ((kind !== 'PROCEDURE' && kind !== 'FUNCTION') || !this.state.has(name)) continue;
      const on = `ON ${kind} ${this.schema}.${name} TO`;
      await this.administrator.run(
        `GRANT EXECUTE ${on} ${heirs[0]}`,
        `GRANT EXECUTE, ALTER ROUTINE ${on} ${heirs[1]} WITH GRANT OPTION`,
      );
    }
  }

  /** Returns the privileges of the deploying account, each with its object. */
  privileges(): readonly (readonly [string, string])[] {
    const own = [
      'CREATE ROUTINE',
      'ALTER ROUTINE',
      'EXECUTE',
      'TRIGGER',
      'EVENT',
      'CREATE VIEW',
      'DROP',
      'LOCK TABLES',
    ];
    const ledger = ['SELECT', 'INSERT', 'UPDATE'];
    return [
      ...own.map((privilege) => [privilege, `${this.schema}.*`] as const),
      ...ledger.map((privilege) => [privilege, `${this.schema}_ledger.*`] as const),
      ['SELECT', 'mysql.procs_priv'],
    ];
  }

  async #makeAccounts(keepsGrants: boolean): Promise<void> {
    const { administrator, schema } = this;
    for (const one of [account, ...heirs]) await administrator.run(`DROP USER IF EXISTS ${one}`, `CREATE USER ${one}`);
    // A loss before may have left it off.
    if (this.server.flavor === 'mysql') await administrator.run('SET GLOBAL automatic_sp_privileges = ON');
    await administrator.run(
      `GRANT ALL ON ${schema}.* TO ${account} WITH GRANT OPTION`,
      `GRANT ALL ON ${schema}_ledger.* TO ${account}`,
      `GRANT ALL ON sproc_scratch_${schema}_ledger.* TO ${account}`,
      `GRANT SELECT ON mysql.procs_priv TO ${account}`,
    );
    if (this.server.flavor === 'mariadb') await administrator.run(`GRANT SELECT ON mysql.proc TO ${account}`);
    else
      await administrator.run(
        `GRANT SHOW_ROUTINE${keepsGrants ? ', SYSTEM_VARIABLES_ADMIN' : ''} ON *.* TO ${account}`,
      );
  }

  /** Deploys everything in one variant, undisturbed, and keeps what it looks like. */
  async #learn(variant: number): Promise<void> {
    const state = uniformState(variant);
    writeSources(this.folders.straight, state);
    let boundaries = 0;
    const project = await openFolder(this.folders.straight, () => {
      boundaries++;
      return Promise.resolve();
    });
    const startedAt = performance.now();
    const answer = await project.deploy({ environment: 'test' });
    this.usualMs = performance.now() - startedAt;
    this.usualBoundaries = boundaries;
    this.patienceMs = this.usualMs * 1.5;
    if (!answer.ok || answer.value.outcome !== 'deployed')
      throw new Error(`An undisturbed deployment did not work: ${JSON.stringify(answer)}`);
    const { texts } = await this.observe();
    for (const [name, text] of texts) this.#references.set(`${name} ${variant}`, text);
    this.state = state;
    await this.endow();
  }
}
