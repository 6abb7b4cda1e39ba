/** The routine of the registry that a person names; fails if it is ambiguous or in conflict. */
import { advise } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { rejectConflicts } from '../../registry/records/describe-conflict';
import type { Registry, RoutineRecord, Version } from '../../registry/records/registry';
import { printKey, printKindAndKey } from '../../routine/routine';
import { selects, type Selector } from '../../routine/selector';

export async function findRecord(registry: Registry, selector: Selector): Promise<Result<RoutineRecord, Failure>> {
  const records = await registry.list();
  if (!records.ok) return records;
  const found = records.value.filter(({ key }) => selects(selector, key));
  const [first, second] = found;
  if (first === undefined)
    return failure(
      'not-found',
      `${selector.text} is not registered.`,
      advise`List registered versions with ${{ id: 'versions' }}.`,
    );
  if (second !== undefined)
    return failure(
      'usage',
      `${selector.text} can mean ${found.map(({ key }) => printKindAndKey(key)).join(' or ')}.`,
      'Write the schema before the name.',
    );
  return rejectConflicts([first]) ?? succeed(first);
}

export function findVersion(record: RoutineRecord, version: string): Result<Version, Failure> {
  const found = record.versions.find((candidate) => candidate.version === version);
  if (found !== undefined) return succeed(found);
  const known = record.versions.map((candidate) => candidate.version).join(', ');
  return failure('not-found', `${printKey(record.key)} has no version ${version}.`, `Registered versions: ${known}.`);
}
