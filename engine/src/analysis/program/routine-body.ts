/** A routine's body laid out for the rules that look into statements: each with what is around it, and its tokens. */
import type { Span } from '../../base/text';
import type { Declaration, Definition, Statement } from '../../syntax/nodes';
import { TokenCursor } from '../../syntax/token-cursor';
import { walkStatements, type BlockChain } from '../../syntax/walk-statements';
import { Locals } from './find-local';
import type { SourceRoutine } from '../sources/source-index';

/** A statement, and the blocks around it, the innermost first. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly around: BlockChain | null;
}

/** Indices of tokens, `end` exclusive. */
export interface TokenRange {
  readonly first: number;
  readonly end: number;
}

/** A statement of SQL, the query of a cursor, or an expression of the program language: no two overlap. */
export interface StatementRange extends TokenRange {
  readonly span: Span;
  readonly around: BlockChain | null;
}

export interface RoutineBody {
  /** The tokens, by their index; the cursor's position is never moved. */
  readonly tokens: TokenCursor;
  /** Outermost first, in the order of the text; those of handlers included. */
  readonly statements: readonly PlacedStatement[];
  readonly ranges: readonly StatementRange[];
  readonly locals: Locals;
}

/** Creates the body. Linear in its length. */
export function makeRoutineBody({ script, parserOptions, definition }: SourceRoutine): RoutineBody {
  const tokens = new TokenCursor(script.text, script.tokens, parserOptions);
  const statements = placeStatements(definition);
  const ranges: StatementRange[] = [];
  for (const { statement, around } of statements) {
    for (const span of spansOf(statement)) {
      const { first, end } = findTokens(tokens, span);
      ranges.push({ first, end, span, around: innermost(statement, around) });
    }
  }
  return { tokens, statements, ranges, locals: new Locals(definition) };
}

function placeStatements({ statement }: Definition): readonly PlacedStatement[] {
  if (statement === null) return [];
  return walkStatements(statement).map(([one, around]) => ({ statement: one, around }));
}

/** Returns the scope of a statement. The queries of a block's own cursors see its declarations. */
function innermost(statement: Statement, around: BlockChain | null): BlockChain | null {
  return statement.kind === 'block' ? { declarations: statement.declarations, outer: around } : around;
}

function spansOf(statement: Statement): readonly Span[] {
  switch (statement.kind) {
    case 'block':
      return statement.declarations.flatMap(spansOfDeclaration);
    case 'if':
    case 'case':
      return statement.branches.flatMap(({ condition }) => condition ?? []);
    case 'loop':
      return statement.condition === null ? [] : [statement.condition];
    case 'return':
      return statement.value === null ? [] : [statement.value];
    case 'sql':
    case 'call':
      return [statement.span];
    default:
      return [];
  }
}

function spansOfDeclaration(declaration: Declaration): readonly Span[] {
  if (declaration.kind === 'cursor') return [declaration.query];
  return declaration.kind === 'variable' && declaration.defaultValue !== null ? [declaration.defaultValue] : [];
}

/**
 * Returns the lists that a statement contains: one for a block or a loop, one for each branch of IF and CASE. Handlers
 * are excluded.
 */
export function statementLists(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'block':
    case 'loop':
      return [statement.statements];
    case 'if':
    case 'case':
      return statement.branches.map((branch) => branch.statements);
    default:
      return [];
  }
}

/** Returns the tokens of a span. */
export function findTokens({ tokens }: TokenCursor, span: Span): TokenRange {
  return { first: findTokenAt(tokens, span.start), end: findTokenAt(tokens, span.end) };
}

/** Returns the first token that begins at or after the offset. */
function findTokenAt({ start, count }: TokenCursor['tokens'], offset: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((start[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
