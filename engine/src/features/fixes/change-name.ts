/** Quick fixes: the names that a mistyped one is closest to, of a column, a routine or a variable. */
import { nearestWords } from '../../base/nearest-word';
import { targetKey } from '../../analysis/sources/target-key';
import type { Span } from '../../base/text';
import { op } from '../../syntax/tokens';
import { findTablesInScope } from '../completion/tables-in-scope';
import { collectLocals } from '../places/locals';
import { firstToken, isName, nameOfToken, spanOfToken } from '../places/token-at';
import { writeName, type NamePlace } from '../places/write-name';
import { findReference } from './find-reference';
import { findSource } from './find-source';
import type { FixContext, QuickFix } from './fix';

interface Mistyped {
  /** The name as it is typed, with its quotes. */
  readonly span: Span;
  readonly name: string;
  readonly at: NamePlace;
  /** The names that exist there. */
  readonly known: readonly string[];
}

/** Returns a fix for each of the nearest names; the only one is preferred. */
export function changeName(context: FixContext): readonly QuickFix[] {
  const { index, facts, diagnostic } = context;
  const mistyped = findColumnName(context) ?? findRoutineName(context) ?? findVariableName(context);
  if (mistyped === null) return [];
  const near = nearestWords(mistyped.name, mistyped.known);
  return near.map((name): QuickFix => {
    const text = writeName(name, mistyped.at, index.parserOptions);
    const edits = [{ file: facts.file, span: mistyped.span, text }];
    return { title: `Change to ${text}`, diagnostic, isPreferred: near.length === 1, edits };
  });
}

/** Returns the column, with those of the tables of its statement. */
function findColumnName(context: FixContext): Mistyped | null {
  const { index, facts, diagnostic, live } = context;
  const source = findSource(context, 'unknown-column');
  const tables = live?.tables ?? null;
  if (source === null || tables === null) return null;
  const { script } = facts;
  const token = firstToken(script, diagnostic.span.end) - 1;
  if (!isName(script.tokens, token)) return null;
  const isQualified = script.tokens.id[token - 1] === op.dot && isName(script.tokens, token - 2);
  const qualifier = isQualified ? nameOfToken(script, token - 2).text.toLowerCase() : null;
  const span = spanOfToken(script, token);
  const known = findTablesInScope(script, index.parserOptions, span.start)
    .filter(({ alias }) => qualifier === null || alias.toLowerCase() === qualifier)
    .flatMap(({ schema, name }) =>
      name === null ? [] : (tables.find(schema ?? source.key.schema, name)?.columns ?? []),
    )
    .map(({ name }) => name);
  return { span, name: nameOfToken(script, token).text, at: 'column', known };
}

/** Returns the callee, with the routines of its kind in the same schema. */
function findRoutineName(context: FixContext): Mistyped | null {
  const found = context.diagnostic.code === 'missing-routine' ? findReference(context) : null;
  if (found === null) return null;
  const { index, live } = context;
  const wanted = targetKey(found.source.key, found.reference);
  const keys = [
    ...index.routines().map(({ key }) => key),
    ...(live?.routines ?? []).flatMap(({ routines }) => [...routines.values()].map(({ key }) => key)),
  ];
  const known = keys
    .filter(({ kind, schema }) => kind === wanted.kind && schema === wanted.schema)
    .map(({ name }) => name);
  return { span: found.reference.nameSpan, name: wanted.name, at: 'routine', known };
}

/** Returns the name, with the variables and parameters that are visible there. */
function findVariableName(context: FixContext): Mistyped | null {
  const { facts, diagnostic } = context;
  const source = findSource(context, 'undeclared-name');
  if (source === null) return null;
  const { start } = diagnostic.span;
  const known = collectLocals(source.definition)
    .filter(({ kind, scope }) => isValue.has(kind) && scope.start <= start && start <= scope.end)
    .map(({ name }) => name.text);
  const { text } = nameOfToken(facts.script, firstToken(facts.script, start));
  return { span: diagnostic.span, name: text, at: 'variable', known };
}

const isValue: ReadonlySet<string> = new Set(['variable', 'parameter']);
