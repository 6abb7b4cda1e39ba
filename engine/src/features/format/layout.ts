/** The line breaks in a routine's body, by its syntax tree: the tokens that begin a line, and their levels. */
import type { BlockStatement, Branch, Statement } from '../../syntax/nodes';
import { kw } from '../../syntax/keywords';
import type { TokenCursor } from '../../syntax/token-cursor';
import { findTokens, type TokenRange } from '../../analysis/program/routine-body';

export interface Layout {
  /** Levels by the token that begins a line. */
  readonly lines: Map<number, number>;
  /** The levels of tokens that begin a line only if they did before: a BEGIN after the head or after HANDLER FOR. */
  readonly soft: Map<number, number>;
  /** The tokens that close a block: comments before them belong to it. */
  readonly closing: Set<number>;
  /** The SQL statements and other parts that are not formatted here, each with its level. */
  readonly simple: (TokenRange & { readonly level: number; readonly isQuery: boolean })[];
}

/** Returns true if a statement may stay on its line. */
export type StaysOnLine = (range: TokenRange, level: number) => boolean;

const queries = /^(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)\b/;

export function layOut(tokens: TokenCursor, body: Statement, stays: StaysOnLine): Layout {
  const layout: Layout = { lines: new Map(), soft: new Map(), closing: new Set(), simple: [] };
  layout.soft.set(findTokens(tokens, body.span).first, 0);
  new Walker(tokens, stays, layout).visit(body, 0);
  return layout;
}

class Walker {
  readonly #tokens: TokenCursor;
  readonly #stays: StaysOnLine;
  readonly #layout: Layout;

  constructor(tokens: TokenCursor, stays: StaysOnLine, layout: Layout) {
    this.#tokens = tokens;
    this.#stays = stays;
    this.#layout = layout;
  }

  visit(statement: Statement, level: number): void {
    const range = findTokens(this.#tokens, statement.span);
    if (this.#stays(range, level)) return;
    switch (statement.kind) {
      case 'block':
        this.#declarations(statement, level + 1);
        this.#list(statement.statements, level + 1);
        return this.#end(range, level);
      case 'loop':
        this.#list(statement.statements, level + 1);
        return this.#end(range, level);
      case 'if':
        this.#branches(statement.branches, [level, level + 1]);
        return this.#end(range, level);
      case 'case':
        this.#branches(statement.branches, [level + 1, level + 2]);
        return this.#end(range, level);
      default:
        this.#simple(range, level, statement.kind === 'sql' && queries.test(statement.verb));
    }
  }

  #declarations({ declarations }: BlockStatement, level: number): void {
    for (const declaration of declarations) {
      const range = findTokens(this.#tokens, declaration.span);
      this.#line(range.first, level);
      if (declaration.kind === 'handler' && declaration.statement !== null) {
        this.#layout.soft.set(findTokens(this.#tokens, declaration.statement.span).first, level);
        this.visit(declaration.statement, level);
      } else if (declaration.kind === 'cursor' && !this.#stays(range, level))
        this.#simple(findTokens(this.#tokens, declaration.query), level + 1, true);
      else if (!this.#stays(range, level)) this.#simple(range, level, false);
    }
  }

  #list(statements: readonly Statement[], level: number): void {
    for (const statement of statements) {
      this.#line(findTokens(this.#tokens, statement.span).first, level);
      this.visit(statement, level);
    }
  }

  #branches(branches: readonly Branch[], [own, inner]: readonly [own: number, inner: number]): void {
    for (const { span, statements } of branches) {
      const { first } = findTokens(this.#tokens, span);
      // The first of an IF begins with the statement itself.
      if (!this.#tokens.isWord(first, 'IF')) this.#line(first, own);
      this.#list(statements, inner);
    }
  }

  /** Puts END, or the UNTIL before it, on a separate line. */
  #end({ first, end }: TokenRange, level: number): void {
    let last = end - 1;
    while (last > first && this.#tokens.id(last) !== kw.END) last--;
    if (this.#tokens.id(last) !== kw.END) return;
    const closing = this.#findUntil(first, last) ?? last;
    this.#layout.closing.add(closing);
    this.#line(closing, level);
  }

  #findUntil(first: number, end: number): number | null {
    if (!this.#tokens.isWord(end + 1, 'REPEAT')) return null;
    for (let i = end; i > first; i--) if (this.#tokens.isWord(i, 'UNTIL')) return i;
    return null;
  }

  #simple({ first, end }: TokenRange, level: number, isQuery: boolean): void {
    this.#layout.simple.push({ first, end, level, isQuery });
  }

  #line(token: number, level: number): void {
    this.#layout.lines.set(token, level);
  }
}
