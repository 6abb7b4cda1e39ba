/** A version's status changed, with who, when and why; only along the ways that statuses allow. */
import type { MarkAnswer, MarkRequest } from '../answers/mark';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { explainMoved } from '../../registry/records/explain-conflict';
import { checkTransition, statusOf } from '../../registry/records/statuses';
import { printKey } from '../../routine/routine';
import { parseSelector } from '../../routine/selector';
import { findRecord, findVersion } from '../shared/find-record';
import { projectFor } from '../shared/dry-project';
import type { Project } from '../shared/project';

export async function mark(project: Project, request: MarkRequest): Promise<Result<MarkAnswer, Failure>> {
  const { ports } = projectFor(project, request);
  const selector = parseSelector(request.ref);
  if (!selector.ok) return selector;
  const record = await findRecord(ports.registry, selector.value);
  if (!record.ok) return record;
  const version = findVersion(record.value, selector.value.at ?? record.value.versions.at(-1)?.version ?? '');
  if (!version.ok) return version;
  const from = statusOf(record.value, version.value.version);
  const to = request.status;
  if (request.from !== undefined) {
    const seen = { version: version.value.version, from: request.from, to };
    const moved = explainMoved(record.value.key, seen, record.value);
    if (moved !== null) return moved;
  }
  const allowed = checkTransition(from, to, request.reason);
  if (!allowed.ok) return allowed;
  const change = {
    version: version.value.version,
    from,
    to,
    by: await ports.provenance.author(),
    at: ports.provenance.now().toISOString(),
    reason: request.reason,
  };
  const marked = await ports.registry.mark(record.value.key, change);
  if (!marked.ok) return marked;
  return succeed({ routine: printKey(record.value.key), version: change.version, from, to });
}
