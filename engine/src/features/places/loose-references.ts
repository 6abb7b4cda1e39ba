/** References to a routine outside definitions: DROP, ALTER, CALL, GRANT and REVOKE in a file's other statements. */
import { append } from '../../base/long-lists';
import type { Span } from '../../base/text';
import type { FileFacts, SourceIndex } from '../../analysis/sources/source-index';
import { identify, type RoutineKey } from '../../routine/routine';
import type { OtherStatement, Script } from '../../syntax/nodes';
import { op } from '../../syntax/tokens';
import { firstToken, isName, nameOfToken, spanOfToken, wordOfToken } from './token-at';

export interface LooseReference {
  readonly file: string;
  /** The span of the name without its schema. */
  readonly span: Span;
}

/** Returns the references by file and then by position. */
export function findLooseReferences(index: SourceIndex, key: RoutineKey): readonly LooseReference[] {
  return index.files().flatMap((facts) => findInFile(facts, key, index.parserOptions.schema ?? ''));
}

/** Finds references in a file; names without a schema belong to that of the last USE. */
function findInFile(facts: FileFacts, key: RoutineKey, first: string): readonly LooseReference[] {
  if (!facts.otherVerbs.some((verb) => namingStatement.test(verb)) || !holds(facts.text, key.name)) return [];
  const { file, script } = facts;
  const found: LooseReference[] = [];
  let schema = first;
  for (const statement of script.others) {
    const token = firstToken(script, statement.span.start);
    if (statement.verb === 'USE') schema = nameOfToken(script, token + 1).text;
    else if (namingStatement.test(statement.verb))
      append(
        found,
        findInStatement(script, statement, key, schema).map((span) => ({ file, span })),
      );
  }
  return found;
}

/** Returns true if a text contains a name, ignoring case as for routines; quotes may be doubled in the text. */
function holds(text: string, name: string): boolean {
  return /[`"]/.test(name) || new RegExp(name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i').test(text);
}

const namingStatement = /^(?:DROP|ALTER|CALL|GRANT|REVOKE|SHOW)\b/;

function findInStatement(script: Script, { span }: OtherStatement, key: RoutineKey, home: string): readonly Span[] {
  const found: Span[] = [];
  const introduction = key.kind.toUpperCase();
  for (let i = firstToken(script, span.start); i < script.tokens.count; i++) {
    if (spanOfToken(script, i).start >= span.end) break;
    const word = wordOfToken(script, i);
    if (word !== introduction && !(word === 'CALL' && key.kind === 'procedure')) continue;
    const name = wordOfToken(script, i + 1) === 'IF' && wordOfToken(script, i + 2) === 'EXISTS' ? i + 3 : i + 1;
    const isQualified = script.tokens.id[name + 1] === op.dot;
    const last = isQualified ? name + 2 : name;
    if (!isName(script.tokens, last)) continue;
    const schema = isQualified ? nameOfToken(script, name).text : home;
    if (identify({ ...key, schema, name: nameOfToken(script, last).text }) === identify(key))
      found.push(spanOfToken(script, last));
  }
  return found;
}
