/** One connection of the driver: its socket, its queries one after the other, and its end, after which nothing waits. */
import type { Socket } from 'node:net';
import { Readable, type Duplex } from 'node:stream';
import type { Connection, FieldPacket, QueryError } from 'mysql2';
import { fail, succeed, type Result } from '../../base/result';
import { answerLimits, limitErrors, limitsOf, type AnswerKind, type AnswerLimits } from './answer-limits';
import { expectAnswers, fitsColumns, fitsRows, type ExpectedAnswers } from './expected-answers';
import type { DriverError } from './mysql-errors';
import type { Row, SqlValue } from './session';

/** A packet that was not answered to its end. */
export interface Stopped {
  readonly error: DriverError;
  /** Statements of the packet that were answered. */
  readonly completed: number;
}

/** One entry of rows for each statement of the packet; a CALL adds one without rows. */
export type Answers = Result<readonly (readonly Row[])[], Stopped>;

export interface Packet {
  readonly sql: string;
  readonly values?: readonly SqlValue[] | undefined;
  readonly kind: AnswerKind;
}

interface Waiting {
  readonly limits: AnswerLimits;
  readonly timer: NodeJS.Timeout;
  readonly stop: (error: DriverError) => void;
}

/** Packets whose number is not the next one: some proxies send a few. */
const toleratedDisorders = 100;

const mostRemembered = { length: 2_000, statements: 200 };

export class Wire {
  readonly #connection: Connection;
  readonly #sockets: readonly Duplex[];
  /** The packets in the order in which the server receives them: the first is being answered. */
  readonly #waiting = new Set<Waiting>();
  readonly #known = new Map<string, ExpectedAnswers>();
  #received = 0;
  #disorders = 0;
  #lost: DriverError | null = null;

  /** Creates a wire. `socket` is the one that the connection was given; TLS puts another one over it. */
  constructor(connection: Connection, socket: Socket) {
    this.#connection = connection;
    const { stream } = connection as Connection & { readonly stream: Duplex };
    this.#sockets = [stream, socket];
    stream.on('data', (chunk: Buffer) => this.#count(chunk.length));
    connection.on('warn', () => {
      if (++this.#disorders > toleratedDisorders) this.giveUp(limitErrors.unexpected);
    });
    // The driver reports a lost connection here, but not to the packets that wait for an answer.
    connection.on('error', (error: DriverError) => this.giveUp(error));
  }

  /** Runs a packet. `expected` is compared with the answers; the connection ends when a server answers differently. */
  run({ sql, values, kind }: Packet, expected: ExpectedAnswers = this.#expect(sql)): Promise<Answers> {
    if (this.#lost !== null) return Promise.resolve(fail({ error: this.#lost, completed: 0 }));
    return new Promise((resolve) => {
      const sets: Row[][] = [];
      const waiting = this.#wait(limitsOf(kind, sql), (error) => resolve(fail({ error, completed: sets.length })));
      let rows = 0;
      let isTable = false;
      let hasFailed = false;
      const reject = (): void => this.giveUp(limitErrors.unexpected);
      const query = this.#connection.query({
        sql,
        ...(values === undefined ? {} : { values: [...values] }),
        infileStreamFactory: () => {
          this.giveUp(limitErrors.askedForFile);
          return Readable.from([]);
        },
      });
      // Each statement of a packet is answered once: with its columns, or with none.
      query.on('fields', (fields: unknown) => {
        isTable = fields !== undefined;
        if (!isFull(expected, sets) || !fits(expected, sets.length, fields)) reject();
        sets.push([]);
      });
      query.on('result', (row: unknown) => {
        if (!isTable || this.#lost !== null) return;
        if (++rows > waiting.limits.rows) this.giveUp(limitErrors.tooManyRows(waiting.limits));
        else sets.at(-1)?.push(row as Row);
      });
      query.on('error', (error: QueryError) => {
        hasFailed = true;
        // The error is not the server's: its answer could not be decoded.
        if (error.errno === undefined && !error.fatal) reject();
        waiting.stop(error);
        this.#settle(waiting);
      });
      query.on('end', () => {
        const isShort = !hasFailed && sets.length < expected.answers.length;
        if (isShort || (!hasFailed && !isFull(expected, sets))) reject();
        this.#settle(waiting);
        resolve(succeed(sets));
      });
    });
  }

  /** Returns the expected answers, from a cache because most statements are repeated with other values. */
  #expect(sql: string): ExpectedAnswers {
    const known = this.#known.get(sql);
    if (known !== undefined) return known;
    const expected = expectAnswers(sql);
    if (sql.length < mostRemembered.length && this.#known.size < mostRemembered.statements)
      this.#known.set(sql, expected);
    return expected;
  }

  #wait(limits: AnswerLimits, stop: Waiting['stop']): Waiting {
    const timer = setTimeout(() => this.giveUp(limitErrors.tooSlow(limits)), limits.seconds * 1_000);
    const waiting: Waiting = { limits, timer, stop };
    this.#waiting.add(waiting);
    return waiting;
  }

  /** Settles a packet; the time limit of the next ones begins now. */
  #settle(waiting: Waiting): void {
    clearTimeout(waiting.timer);
    this.#waiting.delete(waiting);
    this.#received = 0;
    for (const next of this.#waiting) next.timer.refresh();
  }

  #count(bytes: number): void {
    this.#received += bytes;
    const [active] = this.#waiting;
    const limits = active?.limits ?? answerLimits.facts;
    if (this.#received > limits.megabytes * 1_000_000) this.giveUp(limitErrors.tooMuch(limits));
  }

  /** Ends the connection at once. Waiting packets and later ones fail. */
  giveUp(error: DriverError = givenUp): void {
    if (this.#lost !== null) return;
    this.#lost = error;
    this.#connection.destroy();
    // The driver only sends a quit command, and then waits for a server that may never answer.
    for (const socket of this.#sockets) socket.destroy();
    for (const { timer, stop } of this.#waiting) {
      clearTimeout(timer);
      stop(error);
    }
    this.#waiting.clear();
  }

  /** Closes the connection after the answers under way; a server that does not react has one second. */
  close(): Promise<void> {
    if (this.#lost !== null) return Promise.resolve();
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        this.giveUp();
        resolve();
      }, 1_000);
      this.#connection.end(() => {
        clearTimeout(limit);
        // The driver writes it directly after this; there is no need to wait until the server closes the connection.
        setImmediate(() => this.giveUp());
        resolve();
      });
    });
  }
}

/** Returns true if the last of the answers has as many rows as required. */
function isFull({ answers }: ExpectedAnswers, sets: readonly (readonly Row[])[]): boolean {
  const expected = answers[sets.length - 1];
  return expected === undefined || fitsRows(expected, sets.at(-1)?.length ?? 0);
}

function fits({ answers, isWhole }: ExpectedAnswers, at: number, fields: unknown): boolean {
  const expected = answers[at];
  if (expected === undefined) return !isWhole;
  return fitsColumns(
    expected,
    fields === undefined ? null : (fields as readonly FieldPacket[]).map(({ name }) => name),
  );
}

const givenUp: DriverError = { code: 'PROTOCOL_CONNECTION_LOST', message: 'the connection was abandoned', fatal: true };
