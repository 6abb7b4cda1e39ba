/** The versions that a pattern selects marked with one status. One that cannot have it does not stop the others. */
import { advise } from '../../base/advice';
import { explainFailure, failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { RoutineRecord } from '../../registry/records/registry';
import { checkTransition, statusOf } from '../../registry/records/statuses';
import { parseSelector, selects, type Selector } from '../../routine/selector';
import type { MarkManyAnswer, MarkManyRequest } from '../answers/mark-many';
import { projectFor } from '../shared/dry-project';
import { makePrintName } from '../shared/print-names';
import type { Project } from '../shared/project';

export async function markMany(project: Project, request: MarkManyRequest): Promise<Result<MarkManyAnswer, Failure>> {
  const selector = parseSelector(request.ref);
  if (!selector.ok) return selector;
  const { ports } = projectFor(project, request);
  const records = await ports.registry.list();
  if (!records.ok) return records;
  const selected = chooseRecords(records.value, selector.value);
  if (!selected.ok) return selected;
  const about = {
    by: await ports.provenance.author(),
    at: ports.provenance.now().toISOString(),
    reason: request.reason,
  };
  const printName = await makePrintName(project);
  const marked: MarkManyAnswer['marked'][number][] = [];
  const unchanged: MarkManyAnswer['unchanged'][number][] = [];
  const skipped: MarkManyAnswer['skipped'][number][] = [];
  for (const record of selected.value) {
    const named = { routine: printName(record.key), kind: record.key.kind };
    const version = selector.value.at ?? record.versions.at(-1)?.version ?? null;
    if (version === null || record.conflict !== null) {
      skipped.push({ ...named, version, from: null, reason: record.conflict?.what ?? 'It has no versions.' });
      continue;
    }
    const change = { version, from: statusOf(record, version), to: request.status };
    if (change.from === change.to) {
      unchanged.push({ ...named, version });
      continue;
    }
    const allowed = checkTransition(change.from, change.to, request.reason);
    const done = allowed.ok ? await ports.registry.mark(record.key, { ...change, ...about }) : allowed;
    if (done.ok) marked.push({ ...named, ...change });
    else skipped.push({ ...named, version, from: change.from, reason: explainFailure(done.error) });
  }
  return succeed({ marked, unchanged, skipped });
}

/** Returns the records of the routines that have the version, or any. */
function chooseRecords(
  records: readonly RoutineRecord[],
  selector: Selector,
): Result<readonly RoutineRecord[], Failure> {
  const named = records.filter(({ key }) => selects(selector, key));
  const { at } = selector;
  const found = named.filter(
    ({ versions, conflict }) => at === null || conflict !== null || versions.some(({ version }) => version === at),
  );
  if (found.length > 0) return succeed(found);
  return failure(
    'not-found',
    named.length > 0
      ? `No routine of ${selector.text} has version ${at ?? ''}.`
      : `${selector.text} is not registered.`,
    advise`List registered versions with ${{ id: 'versions' }}.`,
  );
}
