/** The heads of an environment's ledgers in the registry's folder: those of each target, of other places, or none. */
import { advise } from '../../base/advice';
import type { Finding } from '../answers/finding';
import { failure, type Failure } from '../../base/failure';
import { plural } from '../../base/plural';
import { succeed, type Result } from '../../base/result';
import { restoring } from '../../registry/records/damaged-file';
import type { KeptHead } from '../../registry/folder/kept-heads';
import { warn } from '../planning/findings';
import type { ProjectAccess } from '../target/project-access';
import type { OpenTarget } from '../target/target-at-work';

export interface KnownHeads {
  /** The file, as messages name it; null if the registry is not a folder, and keeps none. */
  readonly file: string | null;
  readonly environment: string;
  /** The heads by the target's label. */
  readonly own: ReadonlyMap<string, readonly KeptHead[]>;
  /** The labels of places that are not targets of the environment. */
  readonly foreign: readonly string[];
}

type KnownTarget = Pick<OpenTarget, 'environment' | 'label'>;

/** Reads the heads; fails if the file is unreadable, or has other content. */
export async function readKnownHeads(
  { ports: { heads } }: Pick<ProjectAccess, 'ports'>,
  targets: readonly KnownTarget[],
): Promise<Result<KnownHeads, Failure>> {
  const environment = targets[0]?.environment.name ?? '';
  if (heads == null) return succeed({ file: null, environment, own: new Map(), foreign: [] });
  const kept = await heads.read(environment);
  if (!kept.ok) return kept;
  const labels = targets.map(({ label }) => label);
  return succeed({
    file: heads.file(environment),
    environment,
    own: new Map(labels.map((label) => [label, kept.value.filter(({ target }) => target === label)])),
    foreign: [...new Set(kept.value.map(({ target }) => target))].filter((target) => !labels.includes(target)),
  });
}

/** Returns true if there are only heads of other places: the file of another project, or a moved environment. */
export function isForeign({ own, foreign }: KnownHeads): boolean {
  return foreign.length > 0 && [...own.values()].every((heads) => heads.length === 0);
}

export function rejectForeign(known: KnownHeads): Result<never, Failure> {
  const { message, remedy } = describeForeign(known);
  return failure('bad-input', message, remedy);
}

/** Warns of heads of other ledgers; a deployment continues without its own. */
export function warnOfForeign(known: KnownHeads): Finding {
  const { message, remedy } = describeForeign(known);
  return warn('ledger-heads', message, remedy);
}

function describeForeign({ file, environment, foreign }: KnownHeads): Pick<Finding, 'message' | 'remedy'> {
  return {
    message: `${file ?? ''} only has heads of ${foreign.join(', ')}, which prove nothing about the ledger of ${environment}.`,
    remedy: advise`${restoring(file ?? '')} If ${environment} was moved, remove the file; the next deployment notes new heads.`,
  };
}

/** Warns of an unreadable file; a deployment continues without its heads. */
export function warnOfUnreadable(environment: string, { message, remedy = '' }: Failure): Finding {
  const consequence = `The ledger of ${environment} was not compared with its noted heads.`;
  return warn('ledger-heads', `${message} ${consequence}`, remedy);
}

/** Returns null if heads of the ledger are kept, if none can be, or if it has no row yet. */
export function describeMissing({ file, own }: KnownHeads, label: string, rows: number): string | null {
  if (file === null || rows === 0 || (own.get(label)?.length ?? 0) > 0) return null;
  return `${file} has no head of ${label}, so the earlier ${plural(rows, 'row')} of its ledger cannot be checked.`;
}

/** Describes heads of other places beside those of its own. */
export function describeOthers(known: KnownHeads): string | null {
  const { file, environment, foreign } = known;
  if (file === null || foreign.length === 0 || isForeign(known)) return null;
  return foreign.length === 1
    ? `${file} also has heads of ${foreign.join(', ')}, which is not a target of ${environment}.`
    : `${file} also has heads of ${foreign.join(', ')}, which are not targets of ${environment}.`;
}
