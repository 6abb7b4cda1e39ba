/**
 * The schedule of an event, as the server stores it: it evaluates EVERY, STARTS and ENDS once and stores the results.
 * Literals are compared by value; the result of any other expression is known to the server only.
 */
import { firstTokenFrom } from '../../syntax/find-token';
import type { Script } from '../../syntax/nodes';
import { renderSemantic } from '../../syntax/semantic-text';
import { op, tokenKind, type Tokens } from '../../syntax/tokens';
import type { Span } from '../../base/text';
import { readCount } from './interval-count';
import { readMoment } from './read-moment';

export interface LoweredSchedule {
  /** `at`, or `every 2 hour ends '2032-01-01 00:00:00'`: without the time that it starts, which the server fills in. */
  readonly text: string;
  /** The count of EVERY; null if only the server knows it. Empty for AT. */
  readonly count: string | null;
  readonly unit: string;
  /** The end; null if only the server knows it, empty if none is stated. */
  readonly ends: string | null;
  /** The moment of AT or STARTS; null if none is stated, or if only the server knows it. */
  readonly starts: string | null;
  /** The expression in their place; null for a literal, and for none. */
  readonly startsExpression: string | null;
  /** All of it as written, without formatting. */
  readonly written: string;
}

export function lowerSchedule({ tokens, text }: Script, schedule: Span): LoweredSchedule {
  const clauses = splitSchedule(tokens, text, schedule);
  const at = clauses.get('at');
  const all = renderSemantic(tokens, text, schedule);
  if (at !== undefined) return { text: 'at', count: '', unit: '', ends: '', ...lowerStart(at), written: all };
  const every = clauses.get('every') ?? '';
  const written = clauses.get('ends');
  const [, amount = '', word = ''] = /^(.*) (\S+)$/s.exec(every) ?? [];
  const unit = word.toLowerCase().replace(/^sql_tsi_/, '');
  const count = readCount(amount, unit);
  const ends = written === undefined ? '' : readMoment(written);
  const until = written === undefined ? '' : ` ends ${ends === null ? written : `'${ends}'`}`;
  return {
    text: `every ${count ?? amount} ${unit}${until}`,
    ...{ count, unit, ends },
    ...lowerStart(clauses.get('starts')),
    written: all,
  };
}

function lowerStart(written: string | undefined): Pick<LoweredSchedule, 'starts' | 'startsExpression'> {
  const starts = readMoment(written ?? '');
  return { starts, startsExpression: starts === null ? (written ?? null) : null };
}

/**
 * Returns the text after each of AT, EVERY, STARTS and ENDS, without formatting. Within parentheses these words do not
 * count.
 */
function splitSchedule(tokens: Tokens, text: string, { start, end }: Span): ReadonlyMap<string, string> {
  const clauses = new Map<string, string>();
  let word = '';
  let from = start;
  let depth = 0;
  const close = (until: number): void => {
    if (word !== '') clauses.set(word, renderSemantic(tokens, text, { start: from, end: until }));
  };
  for (let i = firstTokenFrom(tokens, start); i < tokens.count && (tokens.start[i] ?? end) < end; i++) {
    if (tokens.id[i] === op.openParenthesis) depth++;
    if (tokens.id[i] === op.closeParenthesis) depth--;
    if (depth > 0 || tokens.kind[i] !== tokenKind.word) continue;
    const written = text.slice(tokens.start[i], tokens.end[i]).toLowerCase();
    if (!scheduleWords.has(written)) continue;
    close(tokens.start[i] ?? end);
    word = written;
    from = tokens.end[i] ?? end;
  }
  close(end);
  return clauses;
}

const scheduleWords: ReadonlySet<string> = new Set(['at', 'every', 'starts', 'ends']);
