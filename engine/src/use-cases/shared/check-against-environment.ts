/**
 * The findings of the files and against an environment: missing tables and columns; callees that exist there are not
 * missing.
 */
import { loadColumnReader } from '../../analysis/columns/column-reader';
import { diagnoseAll, diagnoseFile, type DiagnoseOptions } from '../../analysis/diagnose';
import type { Diagnostic, Severity } from '../../analysis/program/diagnostic';
import { findMadeTables } from '../../analysis/sources/made-tables';
import { tableHome } from '../../analysis/sources/source-references';
import { isSystemSchema } from '../../routine/reserved-schema';
import { isSuppressed } from '../../analysis/suppression';
import { targetKey } from '../../analysis/sources/target-key';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { readLiveTables } from '../../lifecycle/target/read-live-tables';
import { readEnvironment, type TargetCatalog } from '../../lifecycle/target/read-environment';
import { printIncompleteList, printUnseen } from '../../database/list-completeness';
import { identify, printKindAndKey } from '../../routine/routine';
import { identifyUse, type UsedName } from '../../routine/used-name';
import type { Reference } from '../../syntax/nodes';
import type { Project } from './project';

interface LiveFacts {
  readonly environment: string;
  readonly routines: ReadonlySet<string>;
  /** The ids in lower case: a name that differs in case only is not called missing. */
  readonly tables: ReadonlySet<string>;
  readonly schemas: ReadonlySet<string>;
  /** Tables that some routine creates, which may be there by the time another runs. */
  readonly made: ReadonlySet<string>;
  /** Returns the list that may lack a routine, or for a view any table; null if it lacks nothing. */
  readonly findIncomplete: TargetCatalog['findIncomplete'];
}

export interface EnvironmentCheck {
  readonly diagnostics: readonly Diagnostic[];
  /** A sentence for each list because of which something was not checked. */
  readonly notes: readonly string[];
}

export interface EnvironmentCheckOptions {
  readonly environment: string;
  readonly diagnoseOptions: DiagnoseOptions;
  /** The files to check; by default all. */
  readonly files?: readonly string[];
}

/**
 * Checks the files against an environment. A table, column or routine that is missing on one of several targets is
 * reported.
 */
export async function checkAgainstEnvironment(
  project: Project,
  index: SourceIndex,
  { environment: name, diagnoseOptions, files }: EnvironmentCheckOptions,
): Promise<Result<EnvironmentCheck, Failure>> {
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  const targets = await readEnvironment(environment.value, project);
  if (!targets.ok) return targets;
  const schemas = await readLiveTables(environment.value, project);
  if (!schemas.ok) return schemas;
  const reader = await loadColumnReader(index);
  const made = findMadeTables(index);
  const diagnostics = new Map<string, Diagnostic>();
  const unseen = new Set<string>();
  for (const [i, target] of targets.value.entries()) {
    const facts = liveFacts(name, target, made);
    const tables = schemas.value[i];
    const options = { ...diagnoseOptions, liveSchema: tables === undefined ? null : { tables, reader } };
    const found =
      files === undefined ? diagnoseAll(index, options) : files.flatMap((file) => diagnoseFile(index, file, options));
    const missing = missingTables(index, facts, { severity: diagnoseOptions.settings?.[missingTableCode], unseen });
    const routines = found.flatMap((one) => judgeLive(index, one, facts) ?? []);
    for (const diagnostic of [...routines, ...missing].filter(({ file }) => files?.includes(file) !== false))
      diagnostics.set(JSON.stringify([diagnostic.file, diagnostic.span, diagnostic.message]), diagnostic);
  }
  return succeed({
    diagnostics: [...diagnostics.values()].sort((a, b) =>
      a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start,
    ),
    notes: [...unseen],
  });
}

function liveFacts(environment: string, target: TargetCatalog, made: ReadonlySet<string>): LiveFacts {
  const keys = target.routines.map(({ routine }) => routine.key);
  return {
    environment,
    routines: new Set([...keys, ...target.unreadable.map(({ key }) => key)].map(identify)),
    tables: new Set(target.tables.map(identifyTable)),
    schemas: new Set([...keys, ...target.tables].map(({ schema }) => schema)),
    made,
    findIncomplete: target.findIncomplete,
  };
}

/** Returns null for a missing routine that exists in the environment; if it may exist there unseen, the message says so. */
function judgeLive(index: SourceIndex, diagnostic: Diagnostic, live: LiveFacts): Diagnostic | null {
  if (diagnostic.code !== 'missing-routine') return diagnostic;
  const source = sourceAt(index, diagnostic);
  const reference = source?.definition.references.find(({ span }) => span.start === diagnostic.span.start);
  if (source === undefined || reference === undefined) return diagnostic;
  const key = targetKey(source.key, reference);
  if (live.routines.has(identify(key))) return null;
  const list = live.findIncomplete(key);
  if (list === null) return diagnostic;
  return { ...diagnostic, message: `No source file defines ${printKindAndKey(key)}. ${printUnseen(list, key)}` };
}

function sourceAt(index: SourceIndex, { file, span }: Diagnostic): SourceRoutine | undefined {
  return index.facts(file)?.routines.find((source) => source.span.start <= span.start && span.end <= source.span.end);
}

const missingTableCode = 'missing-table';

function* missingTables(
  index: SourceIndex,
  live: LiveFacts,
  { severity = 'error', unseen }: { readonly severity: Severity | 'off' | undefined; readonly unseen: Set<string> },
): Iterable<Diagnostic> {
  if (severity === 'off') return;
  for (const source of index.routines()) {
    for (const reference of [...source.definition.references, ...listTriggerTable(source)]) {
      const table = missingTable(source, reference, live);
      if (table === null) continue;
      const list = live.findIncomplete({ ...table, kind: 'view' });
      if (list !== null)
        unseen.add(
          `${printIncompleteList(list)} References to tables and views that it does not show were not checked.`,
        );
      // If nothing of a schema is known, its name may be wrong, which other rules report.
      if (list !== null || !live.schemas.has(table.schema)) continue;
      const action = reference.kind === 'trigger' ? 'Creating' : 'Running';
      const message = `Unknown table or view \`${table.schema}.${table.name}\` in ${live.environment}. ${action} this fails with error 1146. Correct the name, or create the table first.`;
      const { file } = source;
      const diagnostic = { file, span: reference.span, severity, code: missingTableCode, message, related: [] };
      const facts = index.facts(file);
      if (facts === null || !isSuppressed(facts, diagnostic)) yield diagnostic;
    }
  }
}

/** Returns the table of a trigger, which must exist before it is created. */
function listTriggerTable({ definition: { trigger } }: SourceRoutine): readonly TableUse[] {
  if (trigger == null) return [];
  const { schema, name, span } = trigger.table;
  return [{ kind: 'trigger', schema: schema?.text ?? null, name: name.text, span }];
}

type TableUse = Pick<Reference, 'schema' | 'name' | 'span'> & { readonly kind: Reference['kind'] | 'trigger' };

/** Returns the name of a missing table; null if it exists, or may exist. */
function missingTable(
  { key, definition }: SourceRoutine,
  { kind, schema, name }: TableUse,
  live: LiveFacts,
): Pick<UsedName, 'schema' | 'name'> | null {
  if (kind !== 'read' && kind !== 'write' && kind !== 'trigger') return null;
  const home = schema ?? tableHome(key, definition);
  if (isSystemSchema(home)) return null;
  const isThere = live.tables.has(identifyTable({ schema: home, name })) || live.made.has(name.toLowerCase());
  return isThere ? null : { schema: home, name };
}

function identifyTable({ schema, name }: Pick<UsedName, 'schema' | 'name'>): string {
  return identifyUse({ kind: 'table', schema, name });
}
