/** Callers in a tight loop, in every way that programs call: their failures are what a replacement costs. */
import { createConnection, type Connection } from 'mysql2/promise';
import type { ThrowawayServer } from '../servers/throwaway-server';

export type CallingStyle = 'text' | 'prepared' | 'in transactions' | 'reconnecting';
export const callingStyles: readonly CallingStyle[] = ['text', 'prepared', 'in transactions', 'reconnecting'];

export interface Calling {
  readonly server: ThrowawayServer;
  readonly user: string;
  readonly schema: string;
  readonly style: CallingStyle;
  /** Each is one call, with `?` for a number that grows. */
  readonly statements: readonly string[];
}

export interface CallCount {
  readonly calls: number;
  readonly failed: number;
  /** The number of errors by error number. */
  readonly errors: ReadonlyMap<number, number>;
  readonly slowestMs: number;
}

/** Calls until it is stopped, or the time is over. */
export class Caller {
  readonly #calling: Calling;
  readonly #errors = new Map<number, number>();
  readonly #run: Promise<void>;
  #isStopped = false;
  #calls = 0;
  #failed = 0;
  #slowestMs = 0;

  constructor(calling: Calling) {
    this.#calling = calling;
    this.#run = this.#callOn();
  }

  async stop(): Promise<CallCount> {
    this.#isStopped = true;
    await this.#run;
    return { calls: this.#calls, failed: this.#failed, errors: this.#errors, slowestMs: this.#slowestMs };
  }

  async #callOn(): Promise<void> {
    let connection = await this.#connect();
    while (!this.#isStopped) {
      for (const statement of this.#calling.statements) {
        if (this.#calling.style === 'reconnecting') {
          connection.destroy();
          connection = await this.#connect();
        }
        await this.#call(connection, statement);
      }
    }
    connection.destroy();
  }

  async #connect(): Promise<Connection> {
    const { server, user, schema } = this.#calling;
    const connection = await createConnection(server.connection({ user, database: schema }));
    connection.on('error', () => undefined); // The call that was lost with it reports the error.
    return connection;
  }

  async #call(connection: Connection, statement: string): Promise<void> {
    const { style } = this.#calling;
    const values = statement.includes('?') ? [++this.#calls] : [];
    if (values.length === 0) this.#calls++;
    const startedAt = performance.now();
    try {
      if (style === 'in transactions') await connection.query('START TRANSACTION');
      if (style === 'prepared') await connection.execute(statement, values);
      else await connection.query(statement, values);
    } catch (problem) {
      this.#failed++;
      const errno = (problem as { readonly errno?: number }).errno ?? 0;
      this.#errors.set(errno, (this.#errors.get(errno) ?? 0) + 1);
    }
    if (style === 'in transactions') await connection.query('COMMIT');
    this.#slowestMs = Math.max(this.#slowestMs, performance.now() - startedAt);
  }
}

export function addUp(counts: readonly CallCount[]): CallCount {
  const errors = new Map<number, number>();
  for (const count of counts)
    for (const [errno, times] of count.errors) errors.set(errno, (errors.get(errno) ?? 0) + times);
  const sum = (pick: (count: CallCount) => number): number => counts.reduce((total, count) => total + pick(count), 0);
  return {
    calls: sum(({ calls }) => calls),
    failed: sum(({ failed }) => failed),
    errors,
    slowestMs: Math.max(0, ...counts.map(({ slowestMs }) => slowestMs)),
  };
}
