/** How much a server may answer, and how long it may take: a server that sends without end must not take all memory. */
import { firstWord } from './expected-answers';
import type { ServerError } from './session';

export type AnswerKind = keyof typeof answerLimits;

export interface AnswerLimits {
  readonly seconds: number;
  readonly megabytes: number;
  readonly rows: number;
}

/** Largest for what grows with an estate; whoever reads more than that reads it in pages. */
export const answerLimits = {
  /** Who the server is, asked when a session is opened. */
  facts: { seconds: 8, megabytes: 1, rows: 1_000 },
  /** Catalogs, texts, locks. */
  reading: { seconds: 60, megabytes: 64, rows: 250_000 },
  /** Everything that changes something. Far beyond what DDL takes with a short lock_wait_timeout. */
  statement: { seconds: 120, megabytes: 64, rows: 250_000 },
} as const satisfies Readonly<Record<string, AnswerLimits>>;

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

/** The same where an answer is found wanting only when it is read. */
export function rejectAnswer(error: ReturnType<typeof lost>): ServerError {
  return { ...error, errno: 0, sqlState: '', connectionLost: true, completed: 0 };
}

/** The kind of a statement that nothing else is known of. */
export function answerKind(sql: string): AnswerKind {
  return /^(?:SELECT|SHOW|EXPLAIN)$/i.test(firstWord(sql)) ? 'reading' : 'statement';
}
