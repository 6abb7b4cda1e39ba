/** All findings of a file: what the parser saw, then each rule in the order of the list. */
import { append } from '../base/long-lists';
import { showInvisible } from '../syntax/invisible-characters';
import { runThrough } from '../base/slices';
import type { LiveTables } from '../routine/live-tables';
import type { ServerVersion } from '../syntax/dialect';
import type { SyntaxError } from '../syntax/syntax-error';
import type { ColumnReader } from './columns/column-reader';
import type { Diagnostic, Severity } from './program/diagnostic';
import { findFeatures } from './program/find-features';
import { hideMadeTables } from './sources/made-tables';
import { makeRoutineBody } from './program/routine-body';
import { nothingRegistered, type FindRegistered } from './sources/registered-text';
import type { Mistake, Rule, RuleContext } from './rules/rule';
import { fileRules, rules } from './rules/rules';
import type { FileFacts, SourceRoutine } from './sources/source-file';
import type { SourceIndex } from './sources/source-index';
import { isSuppressed } from './suppression';

/** Severity by rule code, as the project file sets it; what is not named has the rule's own. */
export type RuleSettings = Readonly<Record<string, Severity | 'off'>>;

/** The live schema: its tables, and the reader of columns. */
export interface LiveSchema {
  readonly tables: LiveTables;
  readonly reader: ColumnReader;
}

/** The inputs beside the sources: the settings of the rules, the registry, and a live schema. */
export interface DiagnoseOptions {
  readonly settings?: RuleSettings;
  readonly registered?: FindRegistered;
  readonly liveSchema?: LiveSchema | null;
  /**
   * The server on which the routines have to run; by default that of the live schema, otherwise the one that the
   * sources are read for.
   */
  readonly server?: ServerVersion | undefined;
  /** The routines to which the rules are applied; all by default. */
  readonly routines?: ReadonlySet<SourceRoutine>;
}

/** Returns the findings of one file in the order of the text. */
export function diagnoseFile(
  index: SourceIndex,
  file: string,
  diagnoseOptions: DiagnoseOptions = {},
): readonly Diagnostic[] {
  return runThrough(diagnoseInSteps(index, file, diagnoseOptions));
}

/** Returns the same diagnostics with pauses: with a live schema the first analysis of a long routine takes seconds. */
export function* diagnoseInSteps(
  index: SourceIndex,
  file: string,
  diagnoseOptions: DiagnoseOptions = {},
): Generator<void, readonly Diagnostic[], undefined> {
  const facts = index.facts(file);
  return facts === null ? [] : yield* diagnose(index, [facts], diagnoseOptions);
}

/** Returns the findings of all files, by file and then by position. */
export function diagnoseAll(index: SourceIndex, diagnoseOptions: DiagnoseOptions = {}): readonly Diagnostic[] {
  return runThrough(diagnose(index, index.files(), diagnoseOptions));
}

function* diagnose(
  index: SourceIndex,
  files: readonly FileFacts[],
  diagnoseOptions: DiagnoseOptions,
): Generator<void, readonly Diagnostic[], undefined> {
  const live = diagnoseOptions.liveSchema == null ? null : hideMadeTables(diagnoseOptions.liveSchema.tables, index);
  const all: Diagnostic[] = [];
  for (const facts of files) {
    yield* findErrorsOf(facts);
    const found = [...syntaxDiagnostics(facts), ...diagnoseWhole(facts, diagnoseOptions)];
    yield;
    for (const source of facts.routines) {
      if (diagnoseOptions.routines?.has(source) === false) continue;
      for (const one of yield* diagnoseRoutine({ index, source, live }, diagnoseOptions)) found.push(one);
      yield;
    }
    const reported = withoutEchoes(found, facts)
      .filter((diagnostic) => !isSuppressed(facts, diagnostic))
      .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    // A hundred thousand arguments are more than a call takes.
    for (const diagnostic of reported) all.push(diagnostic);
  }
  return all;
}

/**
 * Removes syntax errors at or directly after constructs that a server lacks or has removed: the finding that names the construct says
 * more.
 */
function withoutEchoes(found: readonly Diagnostic[], { text }: FileFacts): readonly Diagnostic[] {
  const lacks = found.filter(
    ({ code, severity }) => (code === 'server-lacks' || code === 'removed-feature') && severity === 'error',
  );
  if (lacks.length === 0) return found;
  const isEcho = ({ code, span }: Diagnostic): boolean =>
    code === 'unexpected-token' &&
    lacks.some((one) => one.span.start <= span.start && text.slice(one.span.end, span.start).trim() === '');
  return found.filter((diagnostic) => !isEcho(diagnostic));
}

/** Counts the errors. Each definition computes its own on demand; the script's are those of all. */
function* findErrorsOf({ script }: FileFacts): Generator<void, number, undefined> {
  let errors = 0;
  for (const definition of script.definitions) {
    errors += definition.errors.length;
    yield;
  }
  return errors;
}

/** Characters of a routine over which all rules together take longer than an editor should be kept waiting. */
const longText = 20_000;

function* diagnoseRoutine(
  { index, source, live }: Pick<RuleContext, 'index' | 'source' | 'live'>,
  { settings = {}, registered = nothingRegistered, liveSchema = null, server }: DiagnoseOptions,
): Generator<void, readonly Diagnostic[], undefined> {
  const program = once(() => makeRoutineBody(source));
  const unknownColumns = liveSchema === null ? [] : yield* liveSchema.reader.findUnknown(source, live, program());
  const classified = server ?? liveSchema?.tables.server ?? source.parserOptions;
  const features = once(() => [...findFeatures(index, source, program())]);
  const context = { index, source, program, features, registered, server: classified, live, unknownColumns };
  const isLong = source.span.end - source.span.start > longText;
  const found: Diagnostic[] = [];
  for (const rule of rules) {
    append(found, runRule(rule, context, settings));
    if (isLong) yield;
  }
  return found;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function syntaxDiagnostics({ file, script }: FileFacts): readonly Diagnostic[] {
  const report = (severity: Severity, found: readonly SyntaxError[]): readonly Diagnostic[] =>
    found.map(({ span, code, message }) => ({ file, span, severity, code, message, related: [] }));
  return [
    ...report('error', script.errors),
    ...report('warning', script.warnings),
    ...report('information', script.notes),
  ];
}

function diagnoseWhole(facts: FileFacts, { settings = {} }: DiagnoseOptions): readonly Diagnostic[] {
  return fileRules.flatMap((rule) => {
    const setting = settings[rule.code];
    return setting === 'off'
      ? []
      : [...rule.check(facts)].map((mistake) => toDiagnostic(facts, rule, mistake, setting));
  });
}

function runRule(rule: Rule, context: RuleContext, settings: RuleSettings): readonly Diagnostic[] {
  const setting = settings[rule.code];
  if (setting === 'off') return [];
  return [...rule.check(context)].map((mistake) => toDiagnostic(context.source, rule, mistake, setting));
}

function toDiagnostic(
  { file }: Pick<SourceRoutine, 'file'>,
  rule: Pick<Rule, 'code' | 'severity'>,
  mistake: Mistake,
  setting: Severity | undefined,
): Diagnostic {
  const { span, related = [] } = mistake;
  const message = showInvisible(mistake.message);
  return { file, span, severity: setting ?? mistake.severity ?? rule.severity, code: rule.code, message, related };
}
