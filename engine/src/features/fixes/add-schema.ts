/** Quick fix: a lookup in information_schema within the schema in use. */
import { findLookup } from '../../analysis/rules/schema-less-lookup';
import { makeRoutineBody } from '../../analysis/program/routine-body';
import { kw } from '../../syntax/keywords';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import { findSource } from './find-source';
import type { FixContext, QuickFix } from './fix';

export function addSchema(context: FixContext): QuickFix | null {
  const { facts, diagnostic } = context;
  const source = findSource(context, 'schema-less-lookup');
  if (source === null) return null;
  const program = makeRoutineBody(source);
  const lookup = findLookup(program, source.definition.references, diagnostic.span);
  if (lookup === null) return null;
  const { tokens } = program;
  const { comparison, schemaColumn } = lookup;
  const isQualified = tokens.isAfterDot(comparison);
  const first = isQualified ? comparison - 2 : comparison;
  if (!openers.has(tokens.id(first - 1))) return null;
  const qualifier = isQualified ? `${tokens.raw(first)}.` : '';
  const column = matchCase(tokens, comparison, schemaColumn);
  const start = tokens.start(first);
  const text = `${qualifier}${column} = DATABASE() AND `;
  const edits = [{ file: facts.file, span: { start, end: start }, text }];
  return { title: `Add ${column} = DATABASE()`, diagnostic, isPreferred: true, edits };
}

/** The keywords after which another condition can be added with AND, which binds more strongly than OR. */
const openers: ReadonlySet<number> = new Set([kw.WHERE, kw.AND, kw.OR, kw.ON, kw.HAVING, op.openParenthesis]);

/** Returns the column in capitals if its neighbour is. */
function matchCase(tokens: TokenCursor, like: number, column: string): string {
  const raw = tokens.raw(like);
  return raw === raw.toUpperCase() ? column.toUpperCase() : column;
}
