/** Registers texts that run in an environment already, with the status of its stage. */
import type { SourceRoutine } from '../../analysis/sources/source-index';
import type { Advice } from '../../base/advice';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { Environment } from '../../project/environment';
import { findEqualVersion } from '../../registry/records/line-ends';
import { mayFollow, stageAdmits, statusOf } from '../../registry/records/statuses';
import { identify, printKey } from '../../routine/routine';
import type { VersionStatus } from '../../routine/states/version-status';
import type { RoutineKind } from '../../syntax/routine-kind';
import type { Project } from '../shared/project';
import { proposeEach } from './register';

export interface Registered {
  readonly versions: ReadonlyMap<SourceRoutine, RegisteredVersion>;
  readonly skipped: readonly { readonly routine: string; readonly kind: RoutineKind; readonly reason: Advice }[];
}

export interface RegisteredVersion {
  readonly version: string;
  readonly status: VersionStatus;
  /** True if it was registered or marked now. */
  readonly isChanged: boolean;
}

export interface BaselineTexts {
  readonly sources: readonly SourceRoutine[];
  readonly reason: string;
}

export async function registerBaseline(
  project: Project,
  { stage, name }: Environment,
  { sources, reason }: BaselineTexts,
): Promise<Result<Registered, Failure>> {
  const { registry } = project.ports;
  const before = await registry.list();
  if (!before.ok) return before;
  const known = new Map(before.value.map((record) => [identify(record.key), record]));
  const unknown = sources.filter((source) => findEqualVersion(known.get(source.identity), source.routine) === null);
  const proposed = await proposeEach(project, unknown, {});
  if (!proposed.ok) return proposed;
  const { versions: added, changes, failed } = proposed.value;
  const skipped: Registered['skipped'][number][] = failed.map(({ routine, kind, message }) => ({
    ...{ routine, kind, reason: message },
  }));
  const appended = added.length === 0 ? succeed(undefined) : await registry.append(added, changes);
  if (!appended.ok) return appended;
  const after = await registry.list();
  if (!after.ok) return after;
  const records = new Map(after.value.map((record) => [identify(record.key), record]));
  const versions = new Map<SourceRoutine, RegisteredVersion>();
  const by = await project.ports.provenance.author();
  for (const source of sources) {
    const record = records.get(source.identity);
    const version = findEqualVersion(record, source.routine)?.version;
    if (record === undefined || version === undefined) continue;
    const from = statusOf(record, version);
    const path = stageAdmits(stage, from) ? [] : pathTo(stage, from);
    if (path === null) {
      const why = `version ${version}, which runs there, is ${from}, and ${name} (${stage}) does not accept it`;
      skipped.push({ routine: printKey(source.key), kind: source.key.kind, reason: why });
      continue;
    }
    let status = from;
    for (const to of path) {
      const at = project.ports.provenance.now().toISOString();
      const marked = await registry.mark(record.key, { version, from: status, to, by, at, reason });
      if (!marked.ok) return marked;
      status = to;
    }
    const isChanged = path.length > 0 || added.some(({ key }) => identify(key) === source.identity);
    versions.set(source, { version, status, isChanged });
  }
  return succeed({ versions, skipped });
}

/** Returns the statuses up to the stage's; null if there is no way forward. */
function pathTo(stage: Environment['stage'], from: VersionStatus): readonly VersionStatus[] | null {
  if (mayFollow(from, stage)) return [stage];
  return from === 'DEVELOPMENT' && stage === 'PRODUCTION' ? ['TESTING', 'PRODUCTION'] : null;
}
