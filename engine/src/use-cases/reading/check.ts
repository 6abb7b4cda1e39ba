/** Diagnostics of the project's files, as `sproc check` prints them. */
import { append } from '../../base/long-lists';
import { advise, type Advice } from '../../base/advice';
import type { CheckAnswer, CheckRequest, DiagnosticAnswer } from '../answers/check';
import type { VersionsAnswer } from '../answers/versions';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { diagnoseAll } from '../../analysis/diagnose';
import { makeFindRegistered, nothingRegistered } from '../../analysis/sources/registered-text';
import type { Diagnostic } from '../../analysis/program/diagnostic';
import { unreadableFile } from '../../analysis/unreadable-file';
import { SourceIndex } from '../../analysis/sources/source-index';
import { checkAgainstEnvironment } from '../shared/check-against-environment';
import { projectFile } from '../../project/project-file';
import type { Project } from '../shared/project';
import { conflictDiagnostics, unreadableRegistry } from './registry-diagnostics';
import { versions } from '../versions/versions';

export async function check(project: Project, request: CheckRequest): Promise<Result<CheckAnswer, Failure>> {
  const index = readFor(await project.sourcesWith(request.paths ?? []), request.serverVersion);
  const notes: Advice[] = [];
  const known = isWithinReach(project, request)
    ? await versions(project, { listConflicts: true })
    : succeed(noVersions);
  if (known.ok && known.value === noVersions) notes.push(explainOffline(project));
  const registered = known.ok ? makeFindRegistered(known.value) : nothingRegistered;
  const { dialect } = project.config;
  const { serverVersion } = request;
  const server = serverVersion === undefined ? undefined : { dialect, serverVersion };
  const diagnoseOptions = { settings: project.config.rules, registered, server };
  const found =
    request.environment === undefined
      ? succeed({ diagnostics: diagnoseAll(index, diagnoseOptions), notes: [] })
      : await checkAgainstEnvironment(project, index, { environment: request.environment, diagnoseOptions });
  if (!found.ok) return found;
  append(notes, found.value.notes);
  const looked = [...index.files().map(({ file }) => file), ...project.unreadable];
  const isEmpty = !looked.some((file) => liesWithin(file, request.paths ?? []));
  const own = [...project.unreadable.map((file) => unreadableFile(file)), ...found.value.diagnostics]
    .filter(({ file }) => liesWithin(file, request.paths ?? []))
    .map((diagnostic) => toDiagnosticAnswer(index, diagnostic));
  // They are reported whatever the requested paths: the data of a faulty registry about a routine are uncertain.
  const ofRegistry = known.ok
    ? (known.value.conflicts ?? []).flatMap(conflictDiagnostics)
    : [unreadableRegistry(known.error)];
  return succeed({
    diagnostics: [...(isEmpty ? [nothingChecked(request)] : []), ...ofRegistry, ...own],
    ...(notes.length > 0 && { notes }),
  });
}

/** Returns the index of the same texts as that version of the server reads them. */
function readFor(index: SourceIndex, serverVersion = index.parserOptions.serverVersion): SourceIndex {
  if (serverVersion === index.parserOptions.serverVersion) return index;
  const read = new SourceIndex({ ...index.parserOptions, serverVersion });
  for (const { file, text } of index.files()) read.update(file, text);
  read.prefer(index.ranks);
  return read;
}

/** Returns a diagnostic, because an empty check must not look like no problems. */
function nothingChecked({ paths = [] }: CheckRequest): DiagnosticAnswer {
  const message =
    paths.length === 0
      ? 'No file matches "sources", so nothing is checked. Correct the patterns, or add a file.'
      : `No source file is under ${paths.join(', ')}, so nothing is checked. Correct the paths, or add a file.`;
  return {
    ...{ file: projectFile, line: 1, column: 1, endLine: 1, endColumn: 1 },
    ...{ severity: 'error', code: 'no-sources', message },
  };
}

const noVersions: VersionsAnswer = { versions: [] };

/**
 * Returns true unless a server would be needed: without an environment there is no connection, and no password command
 * runs.
 */
function isWithinReach({ config }: Project, { environment }: CheckRequest): boolean {
  return config.registry.kind === 'folder' || environment !== undefined;
}

function explainOffline({ config: { registry } }: Project): Advice {
  const environment = registry.kind === 'server' ? registry.environment : '';
  return advise`The registry is on a server, so statuses of versions are not checked. Run ${{ id: 'check', environment }} to connect.`;
}

function liesWithin(file: string, paths: readonly string[]): boolean {
  return (
    paths.length === 0 ||
    paths.some((path) => path === '.' || file === path || file.startsWith(`${path.replace(/\/$/, '')}/`))
  );
}

export function toDiagnosticAnswer(
  index: SourceIndex,
  { file, span, severity, code, message }: Diagnostic,
): DiagnosticAnswer {
  const lines = index.facts(file)?.lines;
  const start = lines?.place(span.start) ?? { line: 1, column: 1 };
  const end = lines?.place(span.end) ?? start;
  return { file, ...start, endLine: end.line, endColumn: end.column, severity, code, message };
}
