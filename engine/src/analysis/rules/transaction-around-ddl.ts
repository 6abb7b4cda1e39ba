/**
 * Rule: a transaction with a statement in it that commits by itself (manual: "Statements That Cause an Implicit
 * Commit"). What came before it can no longer be rolled back.
 */
import type { Span } from '../../base/text';
import { kw } from '../../syntax/keywords';
import type { DynamicStatement, SqlStatement, Statement } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { findTokens, statementLists } from '../program/routine-body';
import type { Rule } from './rule';

export const transactionAroundDdl: Rule = {
  code: 'transaction-around-ddl',
  severity: 'warning',
  *check({ source, program }) {
    const { tokens, statements } = program();
    const dynamic = new Map(source.definition.dynamic.map((one) => [one.span.start, one]));
    const reported = new Set<number>();
    for (const list of statements.flatMap(({ statement }) => statementLists(statement))) {
      if (!list.some(begins)) continue;
      for (const { span, verb } of new TransactionReader(tokens, dynamic).read(list)) {
        if (reported.has(span.start)) continue;
        reported.add(span.start);
        yield {
          span,
          message: `${verb} commits the transaction implicitly. Earlier changes can no longer be rolled back. Move it before START TRANSACTION or after COMMIT.`,
        };
      }
    }
  },
};

interface Committing {
  readonly span: Span;
  readonly verb: string;
}

const committing =
  /^(?:(?:CREATE|ALTER|DROP) (?:TABLE|INDEX|VIEW|PROCEDURE|FUNCTION|TRIGGER|EVENT|DATABASE|SCHEMA|USER|ROLE)|RENAME (?:TABLE|USER)|TRUNCATE(?: TABLE)?|GRANT|REVOKE)\b/;

/** Follows one list of statements, and what is inside of them, in the order of the text. */
class TransactionReader {
  readonly #tokens: TokenCursor;
  readonly #dynamic: ReadonlyMap<number, DynamicStatement>;
  /** Verbs of the prepared statements that commit, by lower-case name. */
  readonly #prepared = new Map<string, string>();
  #open = false;

  constructor(tokens: TokenCursor, dynamic: ReadonlyMap<number, DynamicStatement>) {
    this.#tokens = tokens;
    this.#dynamic = dynamic;
  }

  /**
   * Yields the findings of one list. Only a transaction that the list itself begins is followed: whether another one is
   * open here is uncertain.
   */
  *read(list: readonly Statement[]): Generator<Committing> {
    for (const statement of list) {
      if (begins(statement)) this.#open = true;
      else yield* this.#follow(statement);
    }
  }

  *#follow(statement: Statement): Generator<Committing> {
    for (const inner of statementLists(statement).flat()) yield* this.#follow(inner);
    if (statement.kind !== 'sql') return;
    if (this.#ends(statement)) this.#open = false;
    const verb = this.#committingVerb(statement.verb, statement.span);
    if (verb === null || !this.#open) return;
    this.#open = false;
    yield { span: statement.span, verb };
  }

  /** Returns true for COMMIT and ROLLBACK, except ROLLBACK TO a savepoint. */
  #ends({ verb, span }: SqlStatement): boolean {
    const { first, end } = findTokens(this.#tokens, span);
    const isPartial = [first + 1, first + 2].some((i) => i < end && this.#tokens.id(i) === kw.TO);
    return verb === 'COMMIT' || (verb === 'ROLLBACK' && !isPartial);
  }

  #committingVerb(verb: string, span: Span): string | null {
    const { first, end } = findTokens(this.#tokens, span);
    if (verb === 'PREPARE' || verb === 'EXECUTE IMMEDIATE') {
      const { sql, certainty } = this.#dynamic.get(span.start) ?? { sql: null, certainty: 'unknown' };
      const run = certainty === 'certain' && sql !== null ? verbOf(sql) : null;
      if (verb === 'EXECUTE IMMEDIATE') return run;
      const name = this.#tokens.name(first + 1).text.toLowerCase();
      if (run === null) this.#prepared.delete(name);
      else this.#prepared.set(name, run);
      return null;
    }
    if (this.#tokens.id(first) === 0) return null;
    if (this.#tokens.upper(first) === 'EXECUTE')
      return this.#prepared.get(this.#tokens.name(first + 1).text.toLowerCase()) ?? null;
    return verbOf(this.#tokens.text.slice(span.start, this.#tokens.end(Math.min(first + 4, end - 1))));
  }
}

/** Returns `CREATE TABLE` for `create or replace table t`; null if the statement commits nothing. */
function verbOf(sql: string): string | null {
  const words = sql
    .toUpperCase()
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .trim()
    .split(/\s+/);
  const plain = words
    .slice(0, 6)
    .join(' ')
    .replace(/^CREATE OR REPLACE /, 'CREATE ')
    .replace(/^(CREATE|DROP) (?:UNIQUE|FULLTEXT|SPATIAL) /, '$1 ');
  return committing.exec(plain)?.[0] ?? null;
}

function begins(statement: Statement): boolean {
  return statement.kind === 'sql' && statement.verb === 'START TRANSACTION';
}
