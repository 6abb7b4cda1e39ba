/** The CREATE TABLE statements of a file, outside of routines. */
import type { Span } from '../../base/text';
import type { FileFacts } from '../../analysis/sources/source-index';
import { op } from '../../syntax/tokens';
import { firstToken, isName, nameOfToken, spanOfToken, wordOfToken } from './token-at';

export interface CreatedTable {
  readonly schema: string;
  readonly name: string;
  /** The span of the whole statement, and of the name without its schema. */
  readonly span: Span;
  readonly nameSpan: Span;
}

/**
 * Returns the tables in the order of the text. Names without a schema belong to that of the last USE, before it to
 * `home`.
 */
export function findCreatedTables(facts: FileFacts, home: string): readonly CreatedTable[] {
  if (!facts.otherVerbs.includes('CREATE TABLE')) return [];
  const { script } = facts;
  const tables: CreatedTable[] = [];
  let schema = home;
  for (const { verb, span } of script.others) {
    const first = firstToken(script, span.start);
    if (verb === 'USE') schema = nameOfToken(script, first + 1).text;
    if (verb !== 'CREATE TABLE') continue;
    const name = wordOfToken(script, first + 2) === 'IF' ? first + 5 : first + 2;
    const isQualified = script.tokens.id[name + 1] === op.dot;
    const last = isQualified ? name + 2 : name;
    if (!isName(script.tokens, last)) continue;
    tables.push({
      schema: isQualified ? nameOfToken(script, name).text : schema,
      name: nameOfToken(script, last).text,
      span,
      nameSpan: spanOfToken(script, last),
    });
  }
  return tables;
}
