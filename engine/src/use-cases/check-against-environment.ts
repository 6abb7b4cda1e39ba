/** Findings against what lives in an environment: tables that are not there, and callees that are there after all. */
import type { Diagnostic } from '../analysis/diagnostic';
import { isSystemSchema } from '../analysis/resolve';
import { targetKey } from '../analysis/target-key';
import type { SourceIndex, SourceRoutine } from '../analysis/source-index';
import type { Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import { readEnvironment, type TargetCatalog } from '../lifecycle/read-environment';
import { identify } from '../routine/routine';
import type { Reference } from '../syntax/nodes';
import type { Project } from './project';

interface FileFindings {
  readonly environment: string;
  /** What the files alone gave. */
  readonly found: readonly Diagnostic[];
}

interface LiveFacts {
  readonly environment: string;
  readonly routines: ReadonlySet<string>;
  /** `schema.name`, lower case: a name that differs in case only is not called missing. */
  readonly tables: ReadonlySet<string>;
  readonly schemas: ReadonlySet<string>;
  /** Tables that some routine creates, which may be there by the time another runs. */
  readonly made: ReadonlySet<string>;
}

/** Of several targets a table or routine must be missing in one to be told. */
export async function checkAgainstEnvironment(
  project: Project,
  index: SourceIndex,
  { environment: name, found }: FileFindings,
): Promise<Result<readonly Diagnostic[], Failure>> {
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  const targets = await readEnvironment(environment.value, project);
  if (!targets.ok) return targets;
  const made = collectMadeTables(index);
  let diagnostics = found;
  for (const target of targets.value) {
    const facts = liveFacts(name, target, made);
    diagnostics = [
      ...diagnostics.filter((diagnostic) => !livesThere(index, diagnostic, facts)),
      ...missingTables(index, facts),
    ];
  }
  return succeed(
    [...diagnostics].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.span.start - b.span.start)),
  );
}

function liveFacts(environment: string, target: TargetCatalog, made: ReadonlySet<string>): LiveFacts {
  const keys = target.routines.map(({ routine }) => routine.key);
  return {
    environment,
    routines: new Set([...keys, ...target.unreadable.map(({ key }) => key)].map(identify)),
    tables: new Set(target.tables.map((table) => table.toLowerCase())),
    schemas: new Set([...keys.map(({ schema }) => schema), ...target.tables.map((table) => table.split('.')[0] ?? '')]),
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

function* missingTables(index: SourceIndex, live: LiveFacts): Iterable<Diagnostic> {
  for (const source of index.routines()) {
    for (const reference of source.definition.references) {
      if (reference.kind !== 'read' && reference.kind !== 'write') continue;
      const schema = reference.schema ?? source.key.schema;
      if (isSystemSchema(schema) || !live.schemas.has(schema)) continue;
      const table = `${schema}.${reference.name}`;
      if (live.tables.has(table.toLowerCase()) || live.made.has(reference.name.toLowerCase())) continue;
      yield missingTable(source, reference, { table, environment: live.environment });
    }
  }
}

function missingTable(
  { file }: SourceRoutine,
  { span }: Reference,
  { table, environment }: { readonly table: string; readonly environment: string },
): Diagnostic {
  const message = `There is no table or view ${table} in ${environment}: running this fails with error 1146. Correct the name, or create the table first.`;
  return { file, span, severity: 'error', code: 'missing-table', message, related: [] };
}

function collectMadeTables(index: SourceIndex): ReadonlySet<string> {
  const made = new Set<string>();
  for (const { definition } of index.routines()) {
    if (definition.kind === 'view') made.add(definition.name.name.text.toLowerCase());
    for (const { kind, verb, name } of definition.references)
      if (kind === 'temporary' || (kind === 'ddl' && verb !== 'DROP')) made.add(name.toLowerCase());
  }
  return made;
}
