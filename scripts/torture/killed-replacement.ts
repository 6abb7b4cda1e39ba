/** Kills deployments while their DROP waits for another session's transaction, and observes the server afterwards. */
import { setTimeout as pause } from 'node:timers/promises';
import { createConnection, type Connection } from 'mysql2/promise';
import type { ThrowawayServer } from '../servers/throwaway-server';
import { Administrator } from './administrator';
import type { Deployers } from './deployers';
import { makeProjectFolder, openFolder, writeFiles } from './tortured-project';

/** The consequences of one kill. */
export interface Aftermath {
  /** Milliseconds from the kill until automatic_sp_privileges was on again; null if it was not within five seconds. */
  readonly onAfterMs: number | null;
  /** The text once the server was idle, and before a recovery. */
  readonly text: string | null;
  readonly mayCall: boolean;
  /** The output of recover, and the text then. */
  readonly recovered: string;
  readonly restored: string | null;
}

export interface Killing {
  /** Milliseconds between the DROP's wait for its lock and the kill; null to kill before the waiting CREATE is sent. */
  readonly killAfterMs: number | null;
  /** Milliseconds between the kill and the end of the transaction that the DROP waits for. */
  readonly commitAfterMs: number;
}

/** The bodies, which are not blocks: MySQL stores a semicolon after these. */
export const [oldText, newText] = ['SELECT 1', 'SELECT 2'];
const patienceMs = 5_000;

export class ReplacementScene {
  readonly #server: ThrowawayServer;
  readonly #deployers: Deployers;
  readonly #administrator: Administrator;
  readonly #schema: string;
  readonly #folder: string;

  constructor(server: ThrowawayServer, deployers: Deployers, schema: string) {
    this.#server = server;
    this.#deployers = deployers;
    this.#administrator = new Administrator(server);
    this.#schema = schema;
    this.#folder = makeProjectFolder({ flavor: server.flavor, port: server.port, schema, user: 'replacer' });
  }

  async open(): Promise<void> {
    await this.#administrator.run(
      `CREATE DATABASE ${this.#schema}`,
      'CREATE USER replacer',
      'GRANT ALL PRIVILEGES ON *.* TO replacer WITH GRANT OPTION',
      'CREATE USER caller',
    );
    this.#write(oldText);
    await (await openFolder(this.#folder)).deploy({ environment: 'test' });
    await this.#administrator.run(`GRANT EXECUTE ON PROCEDURE ${this.#schema}.p TO caller`);
  }

  async close(): Promise<void> {
    const name = this.#schema;
    await this.#administrator.run(
      `DROP DATABASE ${name}`,
      `DROP DATABASE IF EXISTS ${name}_ledger`,
      'DROP USER replacer, caller',
    );
    this.#administrator.close();
  }

  async kill({ killAfterMs, commitAfterMs }: Killing): Promise<Aftermath> {
    const blocker = await createConnection(this.#server.connection());
    await blocker.query('START TRANSACTION');
    await blocker.query(`CALL ${this.#schema}.p()`);
    this.#write(newText);
    let killedAt = 0;
    const waiting = this.#untilDropWaits().then(async () => {
      if (killAfterMs !== null) await pause(killAfterMs);
      killedAt = performance.now();
    });
    const dead =
      killAfterMs === null
        ? this.#deployers.run({ folder: this.#folder, dieAt: 'drop-queued' })
        : this.#deployers.run({ folder: this.#folder, dieAt: null }, waiting);
    await waiting;
    const committing = pause(commitAfterMs).then(() => blocker.query('COMMIT'));
    const onAfterMs = await this.#untilOn(killedAt);
    await Promise.all([dead, committing]);
    blocker.destroy();
    await this.#untilQuiet();
    const [text, mayCall] = [await this.#text(), await this.#mayCall()];
    const answer = await (await openFolder(this.#folder)).recover({ environment: 'test' });
    const recovered = answer.ok ? answer.value.outcome : answer.error.message;
    return { onAfterMs, text, mayCall, recovered, restored: await this.#text() };
  }

  #write(body: string): void {
    writeFiles(this.#folder, { 'p.sql': `CREATE PROCEDURE p() ${body};` });
  }

  async #untilDropWaits(): Promise<void> {
    const limit = Date.now() + 30_000;
    while (Date.now() < limit) {
      const sessions = await this.#administrator.run('SHOW PROCESSLIST');
      if (sessions.filter(({ User, State }) => User === 'replacer' && isWaiting(State)).length > 0) return;
      await pause(2);
    }
    throw new Error('No DROP came to wait.');
  }

  async #untilOn(since: number): Promise<number | null> {
    while (performance.now() - since < patienceMs) {
      const [row] = await this.#administrator.run('SELECT @@GLOBAL.automatic_sp_privileges AS setting');
      if (Number(row?.['setting']) === 1) return performance.now() - since;
    }
    await this.#administrator.run('SET GLOBAL automatic_sp_privileges = ON');
    return null;
  }

  /** Waits until the server has executed or given up the statements of the dead process. */
  async #untilQuiet(): Promise<void> {
    while ((await this.#administrator.listSessions('replacer')).length > 0) await pause(20);
  }

  async #text(): Promise<string | null> {
    const [row] = await this.#administrator.run(
      `SELECT ROUTINE_DEFINITION AS text FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${this.#schema}' AND ROUTINE_NAME = 'p'`,
    );
    return typeof row?.['text'] === 'string' ? row['text'] : null;
  }

  async #mayCall(): Promise<boolean> {
    const connection: Connection = await createConnection({ ...this.#server.connection(), user: 'caller' });
    const called = await connection.query(`CALL ${this.#schema}.p()`).then(
      () => true,
      () => false,
    );
    connection.destroy();
    return called;
  }
}

function isWaiting(state: unknown): boolean {
  return state === 'Waiting for stored procedure metadata lock';
}
