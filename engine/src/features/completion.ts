/** Completion: procedures behind CALL, tables behind FROM and its like, elsewhere local names, functions and keywords. */
import type { Span } from '../base/text';
import type { SourceIndex, SourceRoutine } from '../analysis/source-index';
import type { Script } from '../syntax/nodes';
import { op, tokenKind } from '../syntax/tokens';
import { collectLocals, type Local } from './locals';
import { printSignature } from './signature';
import { findRoutineAt } from './subject';
import { findNameToken, firstToken, isName, nameOfToken, spanOfToken, wordOfToken } from './token-at';

export interface Completion {
  readonly kind: 'procedure' | 'function' | 'table' | 'keyword' | Local['kind'];
  readonly label: string;
  readonly detail: string;
  /** What is put in place of `span`. */
  readonly insert: string;
  readonly span: Span;
}

/** Where the cursor is: what word it is in, what stands before that word. */
interface Place {
  readonly script: Script;
  readonly offset: number;
  /** Of the word that is being typed; empty where none is. */
  readonly span: Span;
  /** The word before, upper case: CALL, FROM. */
  readonly before: string;
  /** The schema in `schema.wo|`, null without one. */
  readonly qualifier: string | null;
  readonly owner: SourceRoutine | null;
}

export function findCompletions(index: SourceIndex, file: string, offset: number): readonly Completion[] {
  const script = index.facts(file)?.script;
  if (script === undefined || isInText(script, offset)) return [];
  const place = describePlace(index, file, script, offset);
  if (place.before === 'CALL') return completeRoutines(index, place, 'procedure');
  if (tableWords.has(place.before)) return completeTables(index, place);
  if (place.qualifier !== null) return completeRoutines(index, place, 'function');
  return [...completeLocals(place), ...completeRoutines(index, place, 'function'), ...completeKeywords(place)];
}

const tableWords = new Set(['FROM', 'JOIN', 'UPDATE', 'INTO', 'TABLE']);

function describePlace(index: SourceIndex, file: string, script: Script, offset: number): Place {
  const word = findNameToken(script, offset);
  const next = word ?? firstToken(script, offset);
  const qualified = script.tokens.id[next - 1] === op.dot && isName(script.tokens, next - 2);
  return {
    script,
    offset,
    span: word === null ? { start: offset, end: offset } : spanOfToken(script, word),
    before: wordOfToken(script, next - (qualified ? 3 : 1)),
    qualifier: qualified ? nameOfToken(script, next - 2).text : null,
    owner: findRoutineAt(index, file, offset),
  };
}

/** Inside a string or a comment nothing is proposed. */
function isInText(script: Script, offset: number): boolean {
  const { tokens, text } = script;
  const last = firstToken(script, offset) - 1;
  const { start, end } = spanOfToken(script, last);
  if (last >= 0 && offset < end) return tokens.kind[last] === tokenKind.string && start < offset;
  const gap = text.slice(last < 0 ? 0 : end, offset);
  const line = gap.slice(gap.lastIndexOf('\n') + 1);
  return /(^|\s)--(\s|$)|#/.test(line) || gap.lastIndexOf('/*') > gap.lastIndexOf('*/');
}

function completeRoutines(
  index: SourceIndex,
  { span, qualifier, owner }: Place,
  kind: 'procedure' | 'function',
): readonly Completion[] {
  const home = owner?.routine.key.schema ?? index.reading.schema;
  return index.routines().flatMap(({ routine }) => {
    const { schema, name, kind: itsKind } = routine.key;
    if (itsKind !== kind || (qualifier !== null && qualifier !== schema)) return [];
    const label = qualifier !== null || schema === home ? quote(name) : `${quote(schema)}.${quote(name)}`;
    return [{ kind, label, detail: printSignature(routine), insert: `${label}($0)`, span }];
  });
}

function completeTables(index: SourceIndex, { span, qualifier, owner }: Place): readonly Completion[] {
  const home = owner?.routine.key.schema ?? index.reading.schema;
  const names = new Set(
    index.routines().flatMap(({ routine, definition }) =>
      definition.references.flatMap((reference) => {
        if (reference.kind !== 'read' && reference.kind !== 'write') return [];
        const schema = reference.schema ?? routine.key.schema;
        if (qualifier !== null) return qualifier === schema ? [quote(reference.name)] : [];
        return [schema === home ? quote(reference.name) : `${quote(schema)}.${quote(reference.name)}`];
      }),
    ),
  );
  return [...names].sort().map((label) => ({ kind: 'table', label, detail: 'table', insert: label, span }));
}

function completeLocals({ owner, span, offset }: Place): readonly Completion[] {
  if (owner === null) return [];
  return collectLocals(owner.definition)
    .filter(({ scope, name }) => scope.start <= offset && offset <= scope.end && name.span.start !== span.start)
    .map(({ kind, name, detail }) => ({ kind, label: quote(name.text), detail, insert: quote(name.text), span }));
}

const keywords = [
  'BEGIN', 'CALL', 'CASE', 'CLOSE', 'DECLARE', 'DELETE FROM', 'ELSE', 'ELSEIF', 'END', 'END IF', 'END LOOP', 'END WHILE',
  'FETCH', 'GET DIAGNOSTICS', 'IF', 'INSERT INTO', 'ITERATE', 'LEAVE', 'LOOP', 'OPEN', 'REPEAT', 'RESIGNAL', 'RETURN',
  'SELECT', 'SET', 'SIGNAL SQLSTATE', 'THEN', 'UNTIL', 'UPDATE', 'WHEN', 'WHERE', 'WHILE',
]; // prettier-ignore

function completeKeywords({ owner, span }: Place): readonly Completion[] {
  const fitting = owner === null ? ['CREATE PROCEDURE', 'CREATE FUNCTION', 'CREATE TRIGGER', 'DELIMITER'] : keywords;
  return fitting.map((label) => ({ kind: 'keyword', label, detail: '', insert: label, span }));
}

function quote(name: string): string {
  return /^[\p{L}_$][\p{L}\d_$]*$/u.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}
