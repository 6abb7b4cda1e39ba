/** Hover: a routine's signature, characteristics, comment and versions, a table's columns, or the declaration of a local name. */
import type { Span } from '../base/text';
import type { SourceIndex, SourceRoutine } from '../analysis/sources/source-index';
import type { LiveSchema } from '../analysis/diagnose';
import { printSeen, type LiveRoutines } from '../routine/live-routines';
import { findColumn, printColumn } from '../routine/live-tables';
import { op, tokenKind } from '../syntax/tokens';
import { findCalledBuiltIn } from './built-ins/called-built-in';
import { findKeywordHelp } from './built-ins/keyword-help';
import { findColumnAt } from './places/column-at';
import { printKey, type RoutineKey } from '../routine/routine';
import { printWhereItRuns, printVersionOfText, type FindDeploymentInfo } from './deployment-info';
import { readLeadingComment } from './leading-comment';
import { printSignature } from './signature';
import { findRoutineAt, findSubject, identityOf, type Subject } from './places/subject';
import { findTableDefinitions } from './places/table-places';
import { findNameToken, spanOfToken, wordOfToken } from './places/token-at';

export interface Hover {
  readonly span: Span;
  /** SQL to be shown as code. */
  readonly code: string;
  /** Plain sentences and facts, a line each; they may hold any character. */
  readonly lines: readonly string[];
  /** The file that defines it, for a link; absent where no file does. */
  readonly defined?: { readonly file: string; readonly offset: number };
}

/** Data beyond the files. */
export interface HoverContext {
  readonly findDeploymentInfo: FindDeploymentInfo;
  readonly live: LiveSchema | null;
  readonly routines?: readonly LiveRoutines[];
}

export function makeHover(
  index: SourceIndex,
  file: string,
  offset: number,
  { findDeploymentInfo, live, routines = [] }: HoverContext,
): Hover | null {
  const subject = findSubject(index, file, offset);
  if (subject === null)
    return (
      describeBuiltIn(index, file, offset) ??
      (live && describeColumn(index, file, offset, live)) ??
      describeKeyword(index, file, offset)
    );
  const { span } = subject;
  if (subject.kind === 'local') return { span, code: subject.local.detail, lines: [subject.local.kind] };
  const source = index.find(identityOf(subject) ?? '')[0];
  if (source !== undefined) return { span, ...describe(source, findDeploymentInfo) };
  if (subject.kind === 'table') return describeTable(index, subject, live);
  const known = describeLive(identityOf(subject) ?? '', routines);
  if (known !== null) return { span, ...known };
  const { kind } = subject.key;
  return { span, code: `${kind.toUpperCase()} ${printKey(subject.key)}`, lines: ['Not defined in any source file.'] };
}

/** Describes a routine that no file defines, as the first environment has it. */
function describeLive(identity: string, live: readonly LiveRoutines[]): Pick<Hover, 'code' | 'lines'> | null {
  const places = live.filter(({ routines }) => routines.has(identity));
  const found = places[0]?.routines.get(identity);
  if (found === undefined) return null;
  const seen = places.map(({ environment, readAt }) => printSeen(environment, readAt)).join('; ');
  return { code: printSignature(found), lines: ['Not defined in any source file.', seen] };
}

function describeBuiltIn(index: SourceIndex, file: string, offset: number): Hover | null {
  const script = index.facts(file)?.script;
  const token = script === undefined ? null : findNameToken(script, offset);
  const builtIn = script && token !== null ? findCalledBuiltIn(script, token, index.parserOptions) : null;
  if (script === undefined || token === null || builtIn === null) return null;
  const { forms, about, deprecated, group, versions } = builtIn;
  const lines = [about, deprecated ?? '', [`${group} function`, versions].filter((part) => part !== '').join(', ')];
  return { span: spanOfToken(script, token), code: forms.join('\n'), lines: lines.filter((line) => line !== '') };
}

/** Describes a keyword inside a routine, unless it is a name there. */
function describeKeyword(index: SourceIndex, file: string, offset: number): Hover | null {
  const script = index.facts(file)?.script;
  const token = script === undefined ? null : findNameToken(script, offset);
  if (script === undefined || token === null || findRoutineAt(index, file, offset) === null) return null;
  const { kind, id } = script.tokens;
  if (kind[token] !== tokenKind.word || id[token] === 0 || id[token - 1] === op.dot) return null;
  const word = wordOfToken(script, token);
  const about = findKeywordHelp(word);
  return about === null ? null : { span: spanOfToken(script, token), code: word, lines: [about] };
}

/**
 * Describes a table with its columns in the live schema, otherwise with the CREATE TABLE of a file; null if neither is
 * known.
 */
function describeTable(
  index: SourceIndex,
  { span, table }: Extract<Subject, { kind: 'table' }>,
  live: LiveSchema | null,
): Hover | null {
  const seen = live?.tables.find(table.schema, table.name) ?? null;
  if (seen !== null && live !== null) {
    const columns = seen.columns.map((column) => `  ${column.name} ${printColumn(column)}`);
    const code = `${seen.isView ? 'VIEW' : 'TABLE'} ${seen.schema}.${seen.name} (\n${cut(columns).join(',\n')}\n)`;
    return { span, code, lines: [printSeen(live.tables.environment, live.tables.readAt)] };
  }
  const [created] = findTableDefinitions(index, table);
  const text = created === undefined ? undefined : index.facts(created.file)?.text;
  if (created === undefined || text === undefined) return null;
  const code = cut(text.slice(created.span.start, created.span.end).split('\n')).join('\n');
  return { span, code, lines: [], defined: { file: created.file, offset: created.span.start } };
}

/** The maximum number of lines that are readable in a hover. */
const mostLines = 40;

function cut(lines: readonly string[]): readonly string[] {
  return lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines), `  -- and ${lines.length - mostLines} more`];
}

/** Describes a column as in the live schema: `orders.total decimal(12,2) NOT NULL`. */
function describeColumn(index: SourceIndex, file: string, offset: number, live: LiveSchema): Hover | null {
  const found = findColumnAt(index, file, offset, live);
  const table = found && live.tables.find(found.table.schema, found.table.name);
  const column = table && findColumn(table, found.column);
  if (!found || !table || !column) return null;
  const code = `${table.schema}.${table.name}.${column.name} ${printColumn(column)}`;
  return {
    span: found.span,
    code,
    lines: [
      `${table.isView ? 'column of a view' : 'column'} ${printSeen(live.tables.environment, live.tables.readAt)}`,
    ],
  };
}

function describe(source: SourceRoutine, findDeploymentInfo: FindDeploymentInfo): Omit<Hover, 'span'> {
  const { routine, file } = source;
  const { characteristics, definer, key } = routine;
  const { comment, deterministic, dataAccess, security } = characteristics;
  const facts = [
    key.kind === 'function' ? (deterministic ? 'deterministic' : 'not deterministic') : '',
    dataAccess.toLowerCase(),
    `SQL security ${security.toLowerCase()}`,
    definer === null ? '' : `definer ${definer.user}@${definer.host}`,
  ];
  const stored = key.kind === 'procedure' || key.kind === 'function';
  return {
    code: printSignature(routine),
    lines: [
      comment,
      ...readLeadingComment(source),
      // For an event only its schedule.
      routine.parts.clause.split(';')[0] ?? '',
      stored ? facts.filter((fact) => fact !== '').join(' · ') : '',
      ...versions(key, findDeploymentInfo),
    ].filter((line) => line !== ''),
    defined: { file, offset: source.definition.name.span.start },
  };
}

function versions(key: RoutineKey, findDeploymentInfo: FindDeploymentInfo): readonly string[] {
  const known = findDeploymentInfo(key);
  if (known === null) return [];
  return [printVersionOfText(known), printWhereItRuns(known)];
}
