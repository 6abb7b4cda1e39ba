/** Formats one query with sql-formatter, as far as it keeps every token and every comment in its place. */
import type { ParserOptions } from '../../syntax/dialect';
import { tokenize } from '../../syntax/tokenizer';
import { op, tokenKind, type Tokens } from '../../syntax/tokens';
import { readGap, sameComments } from './gap';

/** The library's door; it throws on what it cannot read. */
export type FormatSql = (text: string) => string;

/** Returns the gaps before its tokens, from the second on; null if the library would change more than them. */
export function formatQuery(text: string, parserOptions: ParserOptions, format: FormatSql): readonly string[] | null {
  const formatted = attempt(text, format);
  if (formatted === null) return null;
  const before = gapsOf(text, parserOptions);
  const after = gapsOf(formatted, parserOptions);
  return isSame(before, after) ? after.gaps.slice(1) : null;
}

function attempt(text: string, format: FormatSql): string | null {
  try {
    return format(text);
  } catch {
    return null;
  }
}

interface Gaps {
  readonly text: string;
  readonly tokens: Tokens;
  /** The gap before each token. */
  readonly gaps: readonly string[];
}

export function gapsOf(text: string, parserOptions: ParserOptions): Gaps {
  const tokens = tokenize(text, parserOptions);
  const gaps: string[] = [];
  for (let i = 0, end = 0; i < tokens.count; i++) {
    gaps.push(text.slice(end, tokens.start[i]));
    end = tokens.end[i] ?? end;
  }
  return { text, tokens, gaps };
}

/** Returns true if two texts differ in whitespace only, and not where it has a meaning: between a name and its `(`. */
export function isSame(one: Gaps, other: Gaps): boolean {
  if (one.tokens.count !== other.tokens.count) return false;
  for (let i = 0; i < one.tokens.count; i++) {
    if (one.tokens.kind[i] !== other.tokens.kind[i] || rawOf(one, i) !== rawOf(other, i)) return false;
    const [before, after] = [one.gaps[i] ?? '', other.gaps[i] ?? ''];
    if (isCallPlace(one, i) && (before === '') !== (after === '')) return false;
    if (before !== after && !sameComments(readGap(before), readGap(after))) return false;
  }
  return true;
}

function rawOf({ text, tokens }: Gaps, i: number): string {
  return text.slice(tokens.start[i], tokens.end[i]);
}

/**
 * Returns true at a place where whitespace has a meaning (manual: "Function Name Parsing and Resolution"); also in `a .
 * b` and `@ v`.
 */
function isCallPlace({ tokens: { id, kind } }: Gaps, i: number): boolean {
  if (id[i] === op.openParenthesis) return kind[i - 1] === tokenKind.word;
  return id[i] === op.dot || id[i - 1] === op.dot || id[i - 1] === op.at;
}
