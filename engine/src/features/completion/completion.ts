/** Completion: the possible words at the cursor that the word being typed may become. */
import type { SourceIndex } from '../../analysis/sources/source-index';
import {
  nothingRead,
  printSeen,
  type LiveNames,
  type LiveRoutineFacts,
  type LiveRoutines,
} from '../../routine/live-routines';
import type { LiveTables } from '../../routine/live-tables';
import { completeBuiltIns } from './complete-built-ins';
import { completeColumns } from './complete-columns';
import { findLocalTables } from './tables-in-scope';
import { completeMentioned, completeUserVariables, completeWindows, offerUserVariables } from './complete-mentioned';
import { completeRoutineSkeletons, completeStatementSkeletons } from './complete-skeletons';
import { clauseWords, followers, valueWords } from './clause-words';
import { listCodes, listStates } from './conditions';
import { listDataTypes } from './data-types';
import type { TypePlace } from '../places/type-place';
import type { Completion } from './proposal';
import { describePlace, type CompletionPlace } from './completion-place';
import { fitsInBlock } from './open-block';
import type { WordsAt } from './words';
import { findKnownTables, type KnownTable } from '../places/known-tables';
import { collectLocals } from '../places/locals';
import { printSignature } from '../signature';
import { writeName, type NamePlace } from '../places/write-name';

/** Returns the most likely proposals first; columns only with a live schema. */
export function findCompletions(
  index: SourceIndex,
  file: string,
  offset: number,
  live = nothingRead,
): readonly Completion[] {
  const place = describePlace(index, file, offset);
  if (place === null) return completeUserVariables(index, file, offset);
  const tables = place.expected === 'expression' ? live.tables : null;
  const columns = completeColumns(index, file, place, tables).map(({ label, detail }): Completion => {
    return { kind: 'column', label, detail, insert: label, isSnippet: false, span: place.span };
  });
  const found = proposals(index, file, place, { columns, live }).filter(({ label }) => mayBecome(place.typed, label));
  return found.some((one) => isTyped(one, place)) ? [] : found;
}

/** Returns true for a complete word: an entry for it would use up the following Enter or Tab. */
function isTyped({ insert, isSnippet }: Completion, { typed, written }: CompletionPlace): boolean {
  return !isSnippet && [typed, written].some((text) => text.toLowerCase() === insert.toLowerCase());
}

/**
 * The maximum number of one kind of routine or of tables: large projects have thousands, and a longer list is
 * unreadable.
 */
const most = 501;

function proposals(
  index: SourceIndex,
  file: string,
  place: CompletionPlace,
  { columns, live }: { readonly columns: readonly Completion[]; readonly live: LiveNames },
): readonly Completion[] {
  if (place.type !== null)
    return [...completeTypes(index, place, place.type), ...completeKeywords(place, place.words.keywords)];
  const locals = place.qualifier === null ? completeLocals(index, place) : [];
  switch (place.expected) {
    case 'procedure':
      return completeRoutines(index, place, 'procedure', live.routines);
    case 'table':
      return [...completeLocalTables(index, file, place), ...completeTables(index, place, live.tables)];
    case 'cursor':
    case 'label':
      return locals.filter(({ kind }) => kind === place.expected);
    case 'variable':
      return locals.filter(isVariable);
    case 'statement':
      return [
        ...completeStatementSkeletons(place),
        ...completeKeywords(
          place,
          statementWords.filter((words) => fitsInBlock(words, place.block)),
        ),
      ];
    case 'file':
      return [...completeRoutineSkeletons(index, file, place), ...completeKeywords(place, fileWords)];
    case 'expression': {
      if (place.qualifier !== null) return [...columns, ...completeRoutines(index, place, 'function', live.routines)];
      const { keywords, names } = place.words;
      return [
        ...completeNames(names, { index, file, place, locals, columns, live }),
        ...completeKeywords(place, keywords),
        ...completeErrors(place),
      ];
    }
  }
}

interface Names {
  readonly index: SourceIndex;
  readonly file: string;
  readonly place: CompletionPlace;
  readonly locals: readonly Completion[];
  readonly columns: readonly Completion[];
  readonly live: LiveNames;
}

function completeNames(
  wanted: WordsAt['names'],
  { index, file, place, locals, columns, live }: Names,
): readonly Completion[] {
  switch (wanted) {
    case 'none':
      return [];
    case 'columns':
    case 'shared':
      return columns;
    case 'windows':
      return completeWindows(index, file, place);
    case 'prepared':
    case 'savepoint':
      return completeMentioned(index, file, place, wanted);
    case 'targets':
      return [...locals.filter(isVariable), ...columns, ...offerUserVariables(index, file, place.span)];
    case 'conditions':
      return locals.filter(({ kind }) => kind === 'condition');
    case 'values': {
      const values = locals.filter(isVariable);
      const routines = completeRoutines(index, place, 'function', live.routines);
      return [...values, ...columns, ...routines, ...completeBuiltIns(index, place)];
    }
  }
}

function isVariable({ kind }: Completion): boolean {
  return kind === 'variable' || kind === 'parameter';
}

/** Completes error codes, which begin with a digit and are offered before it only, and SQLSTATEs. */
function completeErrors({ words, typed, span }: CompletionPlace): readonly Completion[] {
  if (words.errors === undefined) return [];
  const codes = words.errors === 'all' && typed === '' ? listCodes() : [];
  return [...listStates(), ...codes].map(({ text, meaning }) => {
    return { kind: 'error', label: text, detail: meaning, insert: text, isSnippet: false, span };
  });
}

/** Returns true if the typed letters occur in the label in this order, as editors filter. */
function mayBecome(typed: string, label: string): boolean {
  if (typed === '') return true;
  const wanted = typed.toLowerCase();
  const offered = label.toLowerCase();
  let at = 0;
  for (const letter of wanted) {
    at = offered.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Completes routines, those of the own schema first; then those that only environments have. */
function completeRoutines(
  index: SourceIndex,
  place: CompletionPlace,
  kind: 'procedure' | 'function',
  live: readonly LiveRoutines[],
): readonly Completion[] {
  const { span, qualifier, typed, isCalled } = place;
  const own: Completion[] = [];
  const others: Completion[] = [];
  const add = (routine: LiveRoutineFacts, seen: string): void => {
    const { schema, name, kind: itsKind } = routine.key;
    if (itsKind !== kind || (qualifier !== null && qualifier !== schema)) return;
    const found = schema === homeOf(index, place) ? own : others;
    const label = qualify(index, place, { schema, name }, 'routine');
    if (found.length === most || !mayBecome(typed, label)) return;
    const insert = isCalled ? label : escapeSnippet(label) + argumentStops(routine);
    found.push({ kind, label, detail: printSignature(routine) + seen, insert, isSnippet: !isCalled, span });
  };
  for (const { routines } of index.reachableFiles()) for (const source of routines) add(source, '');
  for (const [routine, seen] of listLiveOnly(index, live)) add(routine, ` ${seen}`);
  return [...own, ...others].slice(0, most);
}

/** Returns the routines that no source defines, each of the first environment that has it. */
function listLiveOnly(
  index: SourceIndex,
  live: readonly LiveRoutines[],
): readonly (readonly [LiveRoutineFacts, seen: string])[] {
  const found = new Map<string, readonly [LiveRoutineFacts, string]>();
  for (const { environment, readAt, routines } of live)
    for (const [identity, routine] of routines)
      if (!found.has(identity) && index.find(identity).length === 0)
        found.set(identity, [routine, printSeen(environment, readAt)]);
  return [...found.values()];
}

/**
 * Returns `($1, $2)`: an empty stop for each parameter, whose name signature help shows. A stop with a text would be
 * selected, and an editor surrounds what is selected with a typed quote or parenthesis.
 */
function argumentStops({ signature }: LiveRoutineFacts): string {
  return `(${signature.parameters.map((_, i) => `$${i + 1}`).join(', ')})`;
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** Completes temporary tables of the routine and common table expressions of the statement. */
function completeLocalTables(index: SourceIndex, file: string, place: CompletionPlace): readonly Completion[] {
  const { span, qualifier, word } = place;
  const script = index.facts(file)?.script;
  if (script === undefined || qualifier !== null) return [];
  return findLocalTables(script, index.parserOptions, span.start)
    .filter((name) => name !== word.toLowerCase())
    .map((name) => {
      const label = writeName(name, 'table', index.parserOptions);
      return { kind: 'table', label, detail: 'of this routine', insert: label, isSnippet: false, span };
    });
}

/** Completes tables, those of the sources first. The word being typed is a reference, too, and is left out. */
function completeTables(index: SourceIndex, place: CompletionPlace, live: LiveTables | null): readonly Completion[] {
  const { span, qualifier, word } = place;
  const isWanted = ({ schema, name }: KnownTable): boolean =>
    (qualifier === null || qualifier === schema) && name !== word;
  const complete = (table: KnownTable, detail: string): Completion => {
    const label = qualify(index, place, table, 'table');
    return { kind: 'table', label, detail, insert: label, isSnippet: false, span };
  };
  const found = findKnownTables(index)
    .filter(isWanted)
    .map((table) => complete(table, 'table'));
  if (live === null) return found;
  const labels = new Set(found.map(({ label }) => label.toLowerCase()));
  const seen = printSeen(live.environment, live.readAt);
  const home = homeOf(index, place);
  const others = live.tables
    .filter(isWanted)
    .toSorted((a, b) => Number(b.schema === home) - Number(a.schema === home))
    .map((table) => complete(table, `${table.isView ? 'view' : 'table'} ${seen}`))
    .filter(({ label }) => !labels.has(label.toLowerCase()));
  return [...found, ...others];
}

/** Returns the name, preceded by its schema if that is neither typed already nor the routine's own. */
function qualify(
  index: SourceIndex,
  place: CompletionPlace,
  { schema, name }: { readonly schema: string; readonly name: string },
  at: NamePlace,
): string {
  const written = writeName(name, at, index.parserOptions);
  return place.qualifier !== null || schema === homeOf(index, place)
    ? written
    : `${writeName(schema, 'table', index.parserOptions)}.${written}`;
}

function completeTypes(
  index: SourceIndex,
  { span, isCalled, isLower }: CompletionPlace,
  at: TypePlace,
): readonly Completion[] {
  return listDataTypes(at, index.parserOptions).map(({ name, stops }): Completion => {
    const label = isLower ? name.toLowerCase() : name;
    const isSnippet = stops !== '' && !isCalled;
    return { kind: 'type', label, detail: '', insert: isSnippet ? label + stops : label, isSnippet, span };
  });
}

/** Returns the schema of names without one; null if it is unknown. */
function homeOf(index: SourceIndex, { owner }: CompletionPlace): string | null {
  return owner?.key.schema ?? index.parserOptions.schema;
}

/** Completes local names, the innermost first; names hidden by an inner declaration are left out. */
function completeLocals(index: SourceIndex, { owner, span, scopeOffset }: CompletionPlace): readonly Completion[] {
  if (owner === null) return [];
  const visible = collectLocals(owner.definition)
    .filter(
      ({ scope, name }) => scope.start <= scopeOffset && scopeOffset <= scope.end && name.span.start !== span.start,
    )
    .sort((a, b) => b.scope.start - a.scope.start);
  const names = new Set<string>();
  return visible.flatMap(({ kind, name, detail }) => {
    const id = `${kind === 'parameter' ? 'variable' : kind} ${name.text.toLowerCase()}`;
    if (names.has(id)) return [];
    names.add(id);
    const label = writeName(name.text, kind === 'label' ? 'label' : 'variable', index.parserOptions);
    return [{ kind, label, detail, insert: label, isSnippet: false, span }];
  });
}

const fileWords = [
  'ALTER', 'CREATE TABLE', 'CREATE VIEW',
  'DELIMITER', 'DROP FUNCTION IF EXISTS', 'DROP PROCEDURE IF EXISTS', 'GRANT', 'INSERT INTO', 'SET', 'USE',
]; // prettier-ignore

const statementWords = [
  'BEGIN', 'CALL', 'CASE', 'CLOSE', 'COMMIT', 'DEALLOCATE PREPARE', 'DECLARE', 'DELETE FROM', 'DO', 'ELSE', 'ELSEIF', 'END',
  'END CASE', 'END IF', 'END LOOP', 'END REPEAT', 'END WHILE', 'EXECUTE', 'FETCH', 'GET DIAGNOSTICS', 'IF',
  'INSERT INTO', 'ITERATE', 'LEAVE', 'LOOP', 'OPEN', 'PREPARE', 'REPEAT', 'REPLACE INTO', 'RESIGNAL', 'RETURN',
  'ROLLBACK', 'SELECT', 'SET', 'SIGNAL SQLSTATE', 'START TRANSACTION', 'UNTIL', 'UPDATE', 'WHEN', 'WHILE', 'WITH',
]; // prettier-ignore

/** The single words of what is proposed. */
const keywords: ReadonlySet<string> = new Set(
  [fileWords, statementWords, ...Object.values({ ...followers, ...clauseWords, ...valueWords })]
    .flat()
    .flatMap((words) => words.split(' ')),
);

/** Completes keywords in the local case; none if the typed word is a keyword already, like the BY of GROUP BY. */
function completeKeywords({ span, typed, isLower }: CompletionPlace, words: readonly string[]): readonly Completion[] {
  const begun = typed.toUpperCase();
  if (begun !== '' && keywords.has(begun)) return [];
  return words
    .filter((word) => word.startsWith(begun))
    .map((word) => {
      const label = isLower ? word.toLowerCase() : word;
      return { kind: 'keyword', label, detail: '', insert: label, isSnippet: false, span };
    });
}
