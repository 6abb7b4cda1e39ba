/** Limits on the size and the time of a server's answers: a server that sends without end must not take all memory. */
import { firstWord } from './expected-answers';
import type { ServerError } from './session';

export type AnswerKind = keyof typeof answerLimits;

export interface AnswerLimits {
  readonly seconds: number;
  readonly megabytes: number;
  readonly rows: number;
}

/** The limits by kind, largest for answers that grow with an estate; larger results are read in pages. */
export const answerLimits = {
  /** The facts about the server, read when a session is opened. */
  facts: { seconds: 8, megabytes: 1, rows: 1_000 },
  /** Catalogs, texts, locks. */
  reading: { seconds: 60, megabytes: 64, rows: 250_000 },
  /** Everything that changes something. Far beyond what DDL takes with a short lock_wait_timeout. */
  statement: { seconds: 120, megabytes: 64, rows: 250_000 },
} as const satisfies Readonly<Record<string, AnswerLimits>>;

/** Characters from which a text gets more time. */
const longText = 30_000;
const mostExtraSeconds = 480;

/**
 * Returns the seconds beyond the usual limits for a text of that length. Servers read the many blocks of a long routine
 * in a time that grows with the square of their number: MySQL takes 7 s for 245,000 characters on a slow machine.
 */
export function extraSeconds(length: number): number {
  return length < longText ? 0 : Math.min(Math.ceil(3 * (length / 100_000) ** 2), mostExtraSeconds);
}

/** Returns the limits of a packet. */
export function limitsOf(kind: AnswerKind, sql: string): AnswerLimits {
  const limits = answerLimits[kind];
  return kind === 'statement' ? { ...limits, seconds: limits.seconds + extraSeconds(sql.length) } : limits;
}

/** The errors of a server that goes beyond them; each is the end of its connection. */
export const limitErrors = {
  unexpected: lost('ANSWER_UNEXPECTED', 'the server answered with columns or rows that were not asked for'),
  askedForFile: lost('ANSWER_UNEXPECTED', 'the server asked for a file from this machine, and did not get it'),
  tooSlow: ({ seconds }: AnswerLimits) =>
    lost('ANSWER_TOO_SLOW', `the server did not answer within ${seconds} seconds`),
  tooMuch: ({ megabytes }: AnswerLimits) =>
    lost('ANSWER_TOO_LARGE', `the server sent more than ${megabytes} MB in one answer`),
  tooManyRows: ({ rows }: Pick<AnswerLimits, 'rows'>) =>
    lost('ANSWER_TOO_LARGE', `the server sent more than ${rows.toLocaleString('en')} rows in one answer`),
};

function lost(
  code: string,
  message: string,
): { readonly code: string; readonly message: string; readonly fatal: true } {
  return { code, message, fatal: true };
}

/** Returns the error of an answer that is found invalid only when it is read. */
export function rejectAnswer(error: ReturnType<typeof lost>): ServerError {
  return { ...error, errno: 0, sqlState: '', connectionLost: true, completed: 0 };
}

/** Returns the kind of a statement of which only the text is known. */
export function answerKind(sql: string): AnswerKind {
  return /^(?:SELECT|SHOW|EXPLAIN)$/i.test(firstWord(sql)) ? 'reading' : 'statement';
}
