/** The registered versions that match a search, by routine and then by number. */
import type { VersionStatus } from '../../routine/states/version-status';
import type {
  ConflictAnswer,
  StatusChangeAnswer,
  VersionAnswer,
  VersionsAnswer,
  VersionsRequest,
} from '../answers/versions';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { makeIdentifier, nameInIdentifier } from '../../routine/identifier';
import { rejectConflicts, remedyOf } from '../../registry/records/describe-conflict';
import type { RoutineRecord, Version } from '../../registry/records/registry';
import { statusOf } from '../../registry/records/statuses';
import { distinctPrinter } from '../../routine/distinct-names';
import type { Project } from '../shared/project';
import { parseNames, select, selects } from '../../routine/selector';

export async function versions(project: Project, request: VersionsRequest): Promise<Result<VersionsAnswer, Failure>> {
  const selectors = parseNames(request.pattern === undefined ? [] : [request.pattern]);
  if (!selectors.ok) return selectors;
  const records = await project.ports.registry.list();
  if (!records.ok) return records;
  const printName = distinctPrinter(records.value.map(({ key }) => key));
  const wanted = selectors.value.filter(({ name }) => name.isLiteral);
  if (!wanted.every((one) => records.value.some(({ key }) => selects(one, key)))) {
    const index = await project.sources();
    const known = select([...records.value, ...index.routines()], ({ key }) => key, wanted);
    if (!known.ok) return known;
  }
  const selected = records.value.filter(({ key }) => selectors.value.every((selector) => selects(selector, key)));
  const problem = request.listConflicts === true ? null : rejectConflicts(selected);
  if (problem !== null) return problem;
  const found = selected
    .filter(({ conflict }) => conflict === null)
    .flatMap((record) =>
      record.versions
        .filter((version) => matches(version, statusOf(record, version.version), request))
        .map((version) => describeVersion(version, record, printName(record.key))),
    );
  return succeed({
    versions: found,
    ...(request.listConflicts === true
      ? { conflicts: selected.flatMap((record) => describeConflicted(record, printName(record.key))) }
      : {}),
    ...(request.listChanges === true
      ? { changes: selected.flatMap((record) => describeChanges(record, printName(record.key))) }
      : {}),
  });
}

function describeChanges({ key, changes }: RoutineRecord, routine: string): readonly StatusChangeAnswer[] {
  return changes.map(({ version, from, to, by, at, reason }) => {
    return { routine, kind: key.kind, version, from, to, by, at, reason };
  });
}

function describeConflicted({ key, conflict }: RoutineRecord, routine: string): readonly ConflictAnswer[] {
  if (conflict === null) return [];
  const { what, lines } = conflict;
  return [{ routine, kind: key.kind, message: what, remedy: remedyOf(key), lines }];
}

function describeVersion(version: Version, record: RoutineRecord, routine: string): VersionAnswer {
  const { key, createdAt } = version;
  const status = statusOf(record, version.version);
  return {
    routine,
    kind: key.kind,
    version: version.version,
    identifier: makeIdentifier({ name: nameInIdentifier(routine, key), version: version.version, createdAt, status }),
    status,
    author: version.author,
    createdAt,
    description: version.description,
    checksum: version.routine.checksums.exact,
    commit: version.commit,
  };
}

/**
 * Returns true if a version matches. `since` and `until` are days or moments in ISO 8601; a day is whole. `text` is
 * searched in any case.
 */
function matches(version: Version, status: VersionStatus, request: VersionsRequest): boolean {
  const { author, since, until, text } = request;
  const includes = (whole: string, piece: string): boolean => whole.toLowerCase().includes(piece.toLowerCase());
  return (
    (request.status === undefined || request.status === status) &&
    (author === undefined || includes(version.author, author)) &&
    (since === undefined || version.createdAt >= since) &&
    (until === undefined || version.createdAt.slice(0, until.length) <= until) &&
    (text === undefined || includes(version.routine.text, text) || includes(version.description, text))
  );
}
