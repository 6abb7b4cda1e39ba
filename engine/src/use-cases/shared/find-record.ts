/** The routine of the registry that a person names; fails if it is ambiguous or in conflict. */
import { advise } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { rejectConflicts } from '../../registry/records/describe-conflict';
import type { Registry, RoutineRecord, Version } from '../../registry/records/registry';
import { printKey } from '../../routine/routine';
import { meantBy, rejectAmbiguous, type Selector } from '../../routine/selector';

/** Returns the records of the unit that a selector means: one routine, or a package and its body. */
export async function findRecords(
  registry: Registry,
  selector: Selector,
): Promise<Result<readonly [RoutineRecord, ...RoutineRecord[]], Failure>> {
  const records = await registry.list();
  if (!records.ok) return records;
  const found = meantBy(records.value, ({ key }) => key, selector);
  const [first, ...others] = found;
  if (first === undefined)
    return failure(
      'not-found',
      `${selector.text} is not registered.`,
      advise`List registered versions with ${{ id: 'versions' }}.`,
    );
  const unclear = rejectAmbiguous(
    selector,
    found.map(({ key }) => key),
  );
  return unclear ?? rejectConflicts(found) ?? succeed([first, ...others]);
}

/** Returns the one record; that of a package's specification rather than of its body. */
export async function findRecord(registry: Registry, selector: Selector): Promise<Result<RoutineRecord, Failure>> {
  const found = await findRecords(registry, selector);
  return found.ok ? succeed(found.value.find(({ key }) => key.kind === 'package') ?? found.value[0]) : found;
}

export function findVersion(record: RoutineRecord, version: string): Result<Version, Failure> {
  const found = record.versions.find((candidate) => candidate.version === version);
  if (found !== undefined) return succeed(found);
  const known = record.versions.map((candidate) => candidate.version).join(', ');
  return failure('not-found', `${printKey(record.key)} has no version ${version}.`, `Registered versions: ${known}.`);
}
