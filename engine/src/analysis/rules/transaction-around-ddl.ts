/**
 * Rule: a transaction with a statement in it that commits by itself (manual: "Statements That Cause an Implicit
 * Commit"). What came before it can no longer be rolled back.
 */
import type { Span } from '../../base/text';
import type { BlockStatement, DynamicStatement, Statement } from '../../syntax/nodes';
import type { Reading } from '../../syntax/reading';
import { findTokens } from '../program';
import type { Rule } from '../rule';

export const transactionAroundDdl: Rule = {
  code: 'transaction-around-ddl',
  severity: 'warning',
  *check({ source, program }) {
    const { tokens, statements } = program();
    const dynamic = new Map(source.definition.dynamic.map((one) => [one.span.start, one]));
    for (const { statement } of statements) {
      if (statement.kind !== 'block') continue;
      for (const { span, verb } of new TransactionReader(tokens, dynamic).read(statement))
        yield {
          span,
          message: `${verb} commits the transaction by itself: what was done since START TRANSACTION can no longer be rolled back. Move it before START TRANSACTION or behind COMMIT.`,
        };
    }
  },
};

interface Committing {
  readonly span: Span;
  readonly verb: string;
}

const committing =
  /^(?:(?:CREATE|ALTER|DROP) (?!TEMPORARY)(?:TABLE|INDEX|VIEW|PROCEDURE|FUNCTION|TRIGGER|EVENT|DATABASE|SCHEMA|USER|ROLE|SERVER)|RENAME (?:TABLE|USER)|TRUNCATE(?: TABLE)?|GRANT|REVOKE)\b/;

/** Follows one list of statements, and what is inside of them, in the order of the text. */
class TransactionReader {
  readonly #tokens: Reading;
  readonly #dynamic: ReadonlyMap<number, DynamicStatement>;
  /** Verbs of the prepared statements that commit, by lower-case name. */
  readonly #prepared = new Map<string, string>();
  #open = false;

  constructor(tokens: Reading, dynamic: ReadonlyMap<number, DynamicStatement>) {
    this.#tokens = tokens;
    this.#dynamic = dynamic;
  }

  /** Only a transaction that this very list begins is followed: whether another is open here is not certain. */
  *read({ statements }: BlockStatement): Generator<Committing> {
    for (const statement of statements) {
      if (statement.kind === 'sql' && statement.verb === 'START TRANSACTION') this.#open = true;
      else yield* this.#follow(statement);
    }
  }

  *#follow(statement: Statement): Generator<Committing> {
    for (const inner of innerStatements(statement)) yield* this.#follow(inner);
    if (statement.kind !== 'sql') return;
    if (statement.verb === 'COMMIT' || statement.verb === 'ROLLBACK') this.#open = false;
    const verb = this.#committingVerb(statement.verb, statement.span);
    if (verb === null || !this.#open) return;
    this.#open = false;
    yield { span: statement.span, verb };
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

/** `CREATE TABLE` of `create or replace table t`; null where the statement commits nothing. */
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

function innerStatements(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'block':
    case 'loop':
      return statement.statements;
    case 'if':
    case 'case':
      return statement.branches.flatMap((branch) => branch.statements);
    default:
      return [];
  }
}
