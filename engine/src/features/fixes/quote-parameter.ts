/** Quick fix: QUOTE() around a value that becomes part of a statement; in a quoted name, its backquotes doubled. */
import { findTokens, makeRoutineBody } from '../../analysis/program/routine-body';
import type { TextEdit } from '../../routine/naming';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';
import { findSource } from './find-source';
import type { FixContext, QuickFix } from './fix';

export function quoteParameter(context: FixContext): QuickFix | null {
  const { facts, diagnostic } = context;
  const source = findSource(context, 'unquoted-parameter');
  if (source === null) return null;
  const { tokens } = makeRoutineBody(source);
  const i = findTokens(tokens, diagnostic.span).first;
  const name = tokens.raw(i);
  const before = tokens.id(i - 1) === op.comma ? readText(tokens, i - 2) : null;
  const after = tokens.id(i + 1) === op.comma ? readText(tokens, i + 2) : null;
  const written = (title: string, edits: readonly TextEdit[]): QuickFix => ({
    title,
    diagnostic,
    isPreferred: true,
    edits: edits.map((edit) => ({ file: facts.file, ...edit })),
  });
  if (before === null) return null;
  if (before.inner.endsWith('`') && after?.inner.startsWith('`') === true)
    return written(`Double the backticks in ${name}`, [
      { span: diagnostic.span, text: `REPLACE(${name}, '\`', '\`\`')` },
    ]);
  const quoted = { span: diagnostic.span, text: `QUOTE(${name})` };
  const title = `Quote the value with QUOTE(${name})`;
  if (awaitsValue.test(before.inner)) return written(title, [quoted]);
  const opening = quotesOf(before).find((quote) => before.inner.endsWith(quote))?.length ?? 0;
  const closing = quotesOf(after).find((quote) => after?.inner.startsWith(quote))?.length ?? 0;
  if (after === null || opening === 0 || closing === 0) return null;
  const emptied = [
    { span: { start: before.end - 1 - opening, end: before.end - 1 }, text: '' },
    quoted,
    { span: { start: after.start + 1, end: after.start + 1 + closing }, text: '' },
  ];
  return written(title, emptied);
}

/** The end of a text after which a value without quotes follows. */
const awaitsValue = /(?:[=<>,(]|\blike)\s*$/i;

/** A text between the commas of a CONCAT. */
interface Piece {
  readonly quote: string;
  readonly inner: string;
  readonly start: number;
  readonly end: number;
}

function readText(tokens: TokenCursor, i: number): Piece | null {
  const raw = tokens.raw(i);
  if (tokens.kind(i) !== tokenKind.string || !/^['"]/.test(raw)) return null;
  return { quote: raw[0] ?? '', inner: raw.slice(1, -1), start: tokens.start(i), end: tokens.end(i) };
}

/** Returns the spellings of a quote inside a string with that quote. */
function quotesOf(piece: Piece | null): readonly string[] {
  return piece?.quote === '"' ? ['""', '\\"', "'"] : ["''", "\\'", '"'];
}
