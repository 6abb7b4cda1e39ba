/**
 * The resolution of one routine's conflict: a person chooses the branch that continues, and the treatment of the
 * other's statuses.
 */
import { advise } from '../../base/advice';
import type { ResolveAnswer, ResolveRequest } from '../answers/resolve-conflict';
import { fail, succeed, type Result } from '../../base/result';
import { failure, type Failure } from '../../base/failure';
import { explainPeace } from '../../registry/records/explain-conflict';
import { printable, printConflictLine, remedyOf } from '../../registry/records/describe-conflict';
import type { ConflictSide, RoutineRecord, StatusConflict, Version } from '../../registry/records/registry';
import { printDistinctly } from '../../routine/distinct-names';
import { meantBy, parseSelector } from '../../routine/selector';
import { projectFor } from '../shared/dry-project';
import { makePrintName } from '../shared/print-names';
import type { Project } from '../shared/project';
import { describeRegistered } from './register';

export async function resolveConflict(
  project: Project,
  request: ResolveRequest,
): Promise<Result<ResolveAnswer, Failure>> {
  const found = await findConflicted(project, request.routine);
  if (!found.ok) return found;
  const { key, conflict } = found.value;
  const { keep, statuses, reason = '' } = request;
  if (keep === undefined || statuses === undefined || reason.trim() === '') return askForChoice(found.value, request);
  const { provenance, registry } = projectFor(project, request).ports;
  const about = { by: await provenance.author(), at: provenance.now().toISOString(), reason };
  const resolved = await registry.resolve(key, { keep, statuses, ...about });
  if (!resolved.ok) return resolved;
  const { registered, carried, dropped } = resolved.value;
  const printName = await makePrintName(project);
  return succeed({
    routine: printName(key),
    kind: key.kind,
    keep,
    lines: conflict.lines,
    registered: registered.map(({ version, was }) => ({ ...describeRegistered(version, printName), was })),
    carried: carried.map(({ version, from, to }) => ({ version, from: from ?? 'DEVELOPMENT', to })),
    dropped,
  });
}

type Conflicted = RoutineRecord & { readonly conflict: StatusConflict };

async function findConflicted({ ports }: Project, ref: string): Promise<Result<Conflicted, Failure>> {
  const selector = parseSelector(ref);
  if (!selector.ok) return selector;
  const records = await ports.registry.list();
  if (!records.ok) return records;
  const named = meantBy(records.value, ({ key }) => key, selector.value);
  const [first] = named;
  if (first === undefined)
    return failure(
      'not-found',
      `${ref} is not registered.`,
      advise`List registered versions with ${{ id: 'versions' }}.`,
    );
  const [one, other] = named.flatMap((record) =>
    record.conflict === null ? [] : [{ ...record, conflict: record.conflict }],
  );
  if (one === undefined) return explainPeace(first.key);
  if (other === undefined) return succeed(one);
  const keys = [one.key, other.key].map(printDistinctly);
  return failure(
    'usage',
    `${ref} can mean several routines in conflict: ${keys.join(' and ')}.`,
    `Name one of them: ${keys[0] ?? ref}.`,
  );
}

/** Returns the failure that shows both sides and the options for them; nothing is guessed. */
function askForChoice(
  { key, conflict }: Conflicted,
  { keep, statuses, reason = '' }: ResolveRequest,
): Result<never, Failure> {
  const missing = [
    ...(keep === undefined ? ['--keep'] : []),
    ...(statuses === undefined ? ['--statuses'] : []),
    ...(reason.trim() === '' ? ['--reason'] : []),
  ];
  const sides = [...printSide('ours', conflict.ours), ...printSide('theirs', conflict.theirs)];
  const message = [`${conflict.what} To resolve it, add ${missing.join(', ')}.`, ...sides].join('\n');
  return fail({ kind: 'usage', message, hasLines: true, remedy: remedyOf(key) });
}

function printSide(name: string, { versions, lines }: ConflictSide): readonly string[] {
  const listed = [...versions.map(printVersion), ...lines.map(printConflictLine)];
  return [`${name}:`, ...(listed.length === 0 ? ['nothing'] : listed).map((each) => `  ${each}`)];
}

function printVersion({ version, author, createdAt, textChecksum }: Version): string {
  return `${version} registered by ${printable(author)} at ${createdAt}, text ${textChecksum.slice(0, 12)}`;
}
