/** Quick fix: the table before the column that a parameter of its name hides, where the statement has one table. */
import { findTokens, makeRoutineBody, type TokenRange } from '../../analysis/program/routine-body';
import type { SourceRoutine } from '../../analysis/sources/source-index';
import { kw } from '../../syntax/keywords';
import type { TokenCursor } from '../../syntax/token-cursor';
import { tokenKind } from '../../syntax/tokens';
import { findSource } from './find-source';
import type { FixContext, QuickFix } from './fix';

export function qualifyColumn(context: FixContext): QuickFix | null {
  const { facts, diagnostic } = context;
  const source = findSource(context, 'shadowed-column');
  if (source === null) return null;
  const { tokens, ranges } = makeRoutineBody(source);
  const { first } = findTokens(tokens, diagnostic.span);
  const range = ranges.find((one) => one.first <= first && first < one.end);
  const table = range === undefined ? null : findOnlyTable(source, tokens, range);
  if (table === null || tokens.isAfterDot(first)) return null;
  const start = tokens.start(first);
  const edits = [{ file: facts.file, span: { start, end: start }, text: `${table}.` }];
  return { title: `Write ${table}.${tokens.raw(first)}`, diagnostic, isPreferred: true, edits };
}

/**
 * Returns the only table by its alias, as written; null if there are several, or a subquery that may be meant instead.
 */
function findOnlyTable({ definition }: SourceRoutine, tokens: TokenCursor, { first, end }: TokenRange): string | null {
  const [from, to] = [tokens.start(first), tokens.end(end - 1)];
  const tables = definition.references.filter(
    ({ kind, span }) => (kind === 'read' || kind === 'write') && from <= span.start && span.end <= to,
  );
  const [table] = tables;
  const queries = tokensOf(tokens, { first, end }, kw.SELECT) + tokensOf(tokens, { first, end }, kw.WITH);
  if (table === undefined || tables.length > 1 || queries > 1) return null;
  const behind = findTokens(tokens, table.span).end;
  const alias = tokens.id(behind) === kw.AS ? behind + 1 : behind;
  if (alias < end && isAlias(tokens, alias)) return tokens.raw(alias);
  return tokens.raw(behind - 1);
}

function tokensOf(tokens: TokenCursor, { first, end }: TokenRange, id: number): number {
  let count = 0;
  for (let i = first; i < end; i++) if (tokens.id(i) === id) count++;
  return count;
}

function isAlias(tokens: TokenCursor, i: number): boolean {
  return tokens.kind(i) === tokenKind.quotedName || (tokens.kind(i) === tokenKind.word && tokens.id(i) === 0);
}
