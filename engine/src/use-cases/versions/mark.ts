/** A version's status changed, with who, when and why; only along the ways that statuses allow. */
import type { MarkAnswer, MarkRequest } from '../answers/mark';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { explainMoved } from '../../registry/records/explain-conflict';
import { checkTransition, statusOf } from '../../registry/records/statuses';
import type { RoutineRecord, Version } from '../../registry/records/registry';
import type { RoutineKey } from '../../routine/routine';
import { parseSelector } from '../../routine/selector';
import { findRecords, findVersion } from '../shared/find-record';
import { projectFor } from '../shared/dry-project';
import { makePrintName } from '../shared/print-names';
import type { Project } from '../shared/project';

export async function mark(project: Project, request: MarkRequest): Promise<Result<MarkAnswer, Failure>> {
  const selector = parseSelector(request.ref);
  if (!selector.ok) return selector;
  const { ports } = projectFor(project, request);
  const records = await findRecords(ports.registry, selector.value);
  if (!records.ok) return records;
  const wanted = chooseVersions(records.value, selector.value.at);
  if (!wanted.ok) return wanted;
  const changes: Change[] = [];
  for (const { record, version } of wanted.value) {
    const checked = checkChange(record, version, request);
    if (!checked.ok) return checked;
    changes.push(checked.value);
  }
  const about = {
    by: await ports.provenance.author(),
    at: ports.provenance.now().toISOString(),
    reason: request.reason,
  };
  const printName = await makePrintName(project);
  const marked: MarkAnswer[] = [];
  for (const { key, ...change } of changes) {
    const done = await ports.registry.mark(key, { ...change, ...about });
    if (!done.ok) return done;
    marked.push({ routine: printName(key), ...change });
  }
  const [first, ...body] = marked;
  if (first === undefined) throw new Error(`${request.ref} has no version.`);
  return succeed(body.length === 0 ? first : { ...first, body });
}

interface Chosen {
  readonly record: RoutineRecord;
  readonly version: Version;
}

/** Returns the version of a routine; of a package and its body each one that has it, or both newest. */
function chooseVersions(
  records: readonly [RoutineRecord, ...RoutineRecord[]],
  at: string | null,
): Result<readonly Chosen[], Failure> {
  const sorted = records.toSorted((a, b) => (a.key.kind < b.key.kind ? -1 : 1));
  const found = sorted.flatMap((record) => {
    const version = at === null ? record.versions.at(-1) : record.versions.find((one) => one.version === at);
    return version === undefined ? [] : [{ record, version }];
  });
  if (found.length > 0) return succeed(found);
  const missing = findVersion(records[0], at ?? '');
  return missing.ok ? succeed([]) : missing;
}

type Change = Pick<MarkAnswer, 'version' | 'from' | 'to'> & { readonly key: RoutineKey };

function checkChange(
  record: RoutineRecord,
  { version }: Version,
  { status: to, from: seen, reason }: MarkRequest,
): Result<Change, Failure> {
  const from = statusOf(record, version);
  const moved = seen === undefined ? null : explainMoved(record.key, { version, from: seen, to }, record);
  if (moved !== null) return moved;
  const allowed = checkTransition(from, to, reason);
  return allowed.ok ? succeed({ key: record.key, version, from, to }) : allowed;
}
