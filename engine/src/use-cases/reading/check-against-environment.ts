/**
 * The findings of the files and against an environment: missing tables and columns; callees that exist there are not
 * missing.
 */
import { loadColumnReader } from '../../analysis/columns/column-reader';
import { diagnoseAll, type DiagnoseOptions } from '../../analysis/diagnose';
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
import { identify } from '../../routine/routine';
import { identifyUse, type UsedName } from '../../routine/used-name';
import type { Reference } from '../../syntax/nodes';
import type { Project } from '../shared/project';

interface LiveFacts {
  readonly environment: string;
  readonly routines: ReadonlySet<string>;
  /** The ids in lower case: a name that differs in case only is not called missing. */
  readonly tables: ReadonlySet<string>;
  readonly schemas: ReadonlySet<string>;
  /** Tables that some routine creates, which may be there by the time another runs. */
  readonly made: ReadonlySet<string>;
}

/**
 * Checks the files against an environment. A table, column or routine that is missing on one of several targets is
 * reported.
 */
export async function checkAgainstEnvironment(
  project: Project,
  index: SourceIndex,
  { environment: name, diagnoseOptions }: { readonly environment: string; readonly diagnoseOptions: DiagnoseOptions },
): Promise<Result<readonly Diagnostic[], Failure>> {
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  const targets = await readEnvironment(environment.value, project);
  if (!targets.ok) return targets;
  const schemas = await readLiveTables(environment.value, project);
  if (!schemas.ok) return schemas;
  const reader = await loadColumnReader(index);
  const made = findMadeTables(index);
  const diagnostics = new Map<string, Diagnostic>();
  for (const [i, target] of targets.value.entries()) {
    const facts = liveFacts(name, target, made);
    const tables = schemas.value[i];
    const found = diagnoseAll(index, {
      ...diagnoseOptions,
      liveSchema: tables === undefined ? null : { tables, reader },
    });
    const missing = missingTables(index, facts, diagnoseOptions.settings?.[missingTableCode]);
    for (const diagnostic of [...found.filter((one) => !livesThere(index, one, facts)), ...missing])
      diagnostics.set(JSON.stringify([diagnostic.file, diagnostic.span, diagnostic.message]), diagnostic);
  }
  return succeed(
    [...diagnostics.values()].sort((a, b) =>
      a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start,
    ),
  );
}

function liveFacts(environment: string, target: TargetCatalog, made: ReadonlySet<string>): LiveFacts {
  const keys = target.routines.map(({ routine }) => routine.key);
  return {
    environment,
    routines: new Set([...keys, ...target.unreadable.map(({ key }) => key)].map(identify)),
    tables: new Set(target.tables.map(identifyTable)),
    schemas: new Set([...keys, ...target.tables].map(({ schema }) => schema)),
    made,
  };
}

function livesThere(index: SourceIndex, diagnostic: Diagnostic, live: LiveFacts): boolean {
  if (diagnostic.code !== 'missing-routine') return false;
  const source = sourceAt(index, diagnostic);
  const reference = source?.definition.references.find(({ span }) => span.start === diagnostic.span.start);
  return (
    source !== undefined && reference !== undefined && live.routines.has(identify(targetKey(source.key, reference)))
  );
}

function sourceAt(index: SourceIndex, { file, span }: Diagnostic): SourceRoutine | undefined {
  return index.facts(file)?.routines.find((source) => source.span.start <= span.start && span.end <= source.span.end);
}

const missingTableCode = 'missing-table';

function* missingTables(
  index: SourceIndex,
  live: LiveFacts,
  severity: Severity | 'off' = 'error',
): Iterable<Diagnostic> {
  if (severity === 'off') return;
  for (const source of index.routines()) {
    for (const reference of source.definition.references) {
      const table = missingTable(source, reference, live);
      if (table === null) continue;
      const message = `Unknown table or view \`${table}\` in ${live.environment}. Running this fails with error 1146. Correct the name, or create the table first.`;
      const { file } = source;
      const diagnostic = { file, span: reference.span, severity, code: missingTableCode, message, related: [] };
      const facts = index.facts(file);
      if (facts === null || !isSuppressed(facts, diagnostic)) yield diagnostic;
    }
  }
}

/** Returns the name of a missing table; null if it exists, or may exist. */
function missingTable(
  { key, definition }: SourceRoutine,
  { kind, schema, name }: Reference,
  live: LiveFacts,
): string | null {
  if (kind !== 'read' && kind !== 'write') return null;
  const home = schema ?? tableHome(key, definition);
  if (isSystemSchema(home) || !live.schemas.has(home)) return null;
  const isThere = live.tables.has(identifyTable({ schema: home, name })) || live.made.has(name.toLowerCase());
  return isThere ? null : `${home}.${name}`;
}

function identifyTable({ schema, name }: Pick<UsedName, 'schema' | 'name'>): string {
  return identifyUse({ kind: 'table', schema, name });
}
