/**
 * Quick fix: a declaration of an undeclared name in the outermost block, with a type as far as its use determines it.
 */
import {
  findTokens,
  makeRoutineBody,
  type PlacedStatement,
  type RoutineBody,
} from '../../analysis/program/routine-body';
import { resolveRoutine } from '../../analysis/program/resolve';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import type { Span } from '../../base/text';
import type { TextEdit } from '../../routine/naming';
import type { BlockStatement } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';
import { writeName } from '../places/write-name';
import { findSource } from './find-source';
import type { FixContext, QuickFix } from './fix';

export function declareVariable(context: FixContext): QuickFix | null {
  const { index, facts, diagnostic } = context;
  const source = findSource(context, 'undeclared-name');
  const block = source?.definition.statement;
  if (source === null || block?.kind !== 'block') return null;
  const program = makeRoutineBody(source);
  const token = findTokens(program.tokens, diagnostic.span).first;
  const name = writeName(program.tokens.name(token).text, 'variable', index.parserOptions);
  const type = guessType({ index, source, program }, token);
  const edit = insertDeclaration(facts.script.text, block, {
    text: `DECLARE ${name} ${type};`,
    used: diagnostic.span,
  });
  if (edit === null) return null;
  const title = `Declare the variable ${name} ${type}`;
  return { title, diagnostic, isPreferred: true, edits: [{ file: facts.file, ...edit }] };
}

interface Declared {
  readonly text: string;
  readonly used: Span;
}

/**
 * Inserts the declaration after BEGIN or the last variable, but before a declaration that uses it, a cursor or a
 * handler.
 */
function insertDeclaration(text: string, block: BlockStatement, { text: written, used }: Declared): TextEdit | null {
  const next = block.declarations.find(
    ({ kind, span }) => kind === 'cursor' || kind === 'handler' || (span.start <= used.start && used.end <= span.end),
  );
  const following = next?.span.start ?? block.statements[0]?.span.start;
  const last = block.declarations.findLast((one) => next === undefined || one.span.start < next.span.start);
  if (following === undefined && last === undefined) return null;
  const at = last === undefined ? following : afterSemicolon(text, last.span.end);
  if (at === undefined) return null;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const ownLine = text.slice(lineStart, at).trim() === '';
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  if (last === undefined)
    return { span: { start: at, end: at }, text: `${written}${ownLine ? lineEnd + indent : ' '}` };
  const startsLine = text.slice(lineStart, last.span.start).trim() === '';
  return { span: { start: at, end: at }, text: `${startsLine ? lineEnd + indent : ' '}${written}` };
}

function afterSemicolon(text: string, end: number): number {
  const semicolon = text.indexOf(';', end);
  return semicolon < 0 ? end : semicolon + 1;
}

interface Use {
  readonly index: SourceIndex;
  readonly source: SourceRoutine;
  readonly program: RoutineBody;
}

/** Returns the type of the assigned value, of the comparison, or of the parameter; otherwise a short text. */
function guessType(use: Use, token: number): string {
  const { tokens } = use.program;
  const placed = use.program.statements.findLast(
    ({ statement: { span } }) => span.start <= tokens.start(token) && tokens.end(token) <= span.end,
  );
  const passed = placed === undefined ? null : typeOfParameter(use, placed, tokens.start(token));
  if (passed !== null) return passed;
  const neighbours = comparisons.has(tokens.id(token + 1)) ? [token + 2] : [];
  if (comparisons.has(tokens.id(token - 1))) neighbours.push(token - 2);
  const types = neighbours.flatMap((one) => typeOfValue(use, one, placed) ?? []);
  if (types[0] !== undefined) return types[0];
  return isReckonedWith(tokens, token) ? 'INT' : 'VARCHAR(255)';
}

const comparisons: ReadonlySet<number> = new Set([
  op.equals,
  op.assign,
  op.nullSafeEquals,
  op.notEqual,
  op.less,
  op.lessOrEqual,
  op.greater,
  op.greaterOrEqual,
]);

const signs: ReadonlySet<number> = new Set([op.plus, op.minus, op.star]);

function isReckonedWith(tokens: TokenCursor, token: number): boolean {
  return signs.has(tokens.id(token + 1)) || signs.has(tokens.id(token - 1));
}

function typeOfParameter({ index, source }: Use, { statement }: PlacedStatement, at: number): string | null {
  if (statement.kind !== 'call') return null;
  const place = statement.arguments.findIndex(({ span }) => span.start === at);
  const reference = source.definition.references.find(({ span }) => span.start === statement.callee.span.start);
  if (reference === undefined || place < 0) return null;
  return resolveRoutine(index, source.key, reference)?.definition.parameters[place]?.type.text ?? null;
}

/** Returns null if the value does not determine the type. */
function typeOfValue({ program: { tokens, locals } }: Use, i: number, placed?: PlacedStatement): string | null {
  const raw = tokens.raw(i);
  if (tokens.kind(i) === tokenKind.number) return /^\d+$/.test(raw) ? 'INT' : 'DECIMAL(10,2)';
  if (tokens.kind(i) === tokenKind.string) return 'VARCHAR(255)';
  if (/^(?:true|false)$/i.test(raw)) return 'BOOLEAN';
  if (/^(?:now|current_timestamp|sysdate|utc_timestamp)$/i.test(raw)) return 'DATETIME';
  if (/^(?:curdate|current_date|utc_date)$/i.test(raw)) return 'DATE';
  if (/^(?:row_count|found_rows|length|char_length)$/i.test(raw)) return 'INT';
  if (/^last_insert_id$/i.test(raw)) return 'BIGINT UNSIGNED';
  if (!tokens.isName(i) || tokens.id(i + 1) === op.openParenthesis) return null;
  return locals.find(placed?.around ?? null, tokens.name(i).text)?.type.text ?? null;
}
