/**
 * Recovery with a ledger that was changed: only texts to which a row up to a known head refers are restored, because
 * everything up to that head is as it was when the head was noted. Otherwise nothing is changed, and the restoring
 * statements are shown to people.
 */
import { advise } from '../../base/advice';
import type { RecoverAnswer } from '../answers/recover';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { KnownHead } from '../../ledger/ledger';
import { renderGrants } from '../../ledger/saved-grants';
import { identify, printKey } from '../../routine/routine';
import { quoteName } from '../../syntax/quoting';
import {
  renderTargetDefinition,
  renderSettings,
  renderUse,
  restoreTargetDefinition,
} from '../planning/steps/target-definition';
import type { ProjectAccess } from '../target/project-access';
import {
  readAllInterrupted,
  recoverThese,
  type InterruptedDeployment,
  type RecoveredDeployment,
} from './recover-interrupted';
import { mayHaveRun, type OpenStep } from './open-steps';
import { openLedger, type KnownTarget, type OpenTarget, type TargetAtWork } from '../target/target-at-work';

export interface Anchoring {
  /** A known hash; null if only the registry's folder has some. */
  readonly head: string | null;
  /** The reason why the ledger as a whole is not reliable. */
  readonly why: Failure;
}

export async function recoverAnchored(
  project: ProjectAccess,
  targets: readonly TargetAtWork[],
  anchoring: Anchoring,
): Promise<Result<readonly RecoveredDeployment[] | RecoverAnswer, Failure>> {
  const found = await findAnchored(project, targets, anchoring);
  if (!found.ok) return found;
  return 'refused' in found.value ? succeed(found.value) : recoverThese(found.value, 'saved');
}

/** Returns the deployments that may be restored, or the answer with the reason why none may be. */
export async function findAnchored<T extends KnownTarget>(
  project: ProjectAccess,
  targets: readonly T[],
  { head, why }: Anchoring,
): Promise<Result<readonly InterruptedDeployment<T>[] | RecoverAnswer, Failure>> {
  const interrupted = await readAllInterrupted(targets);
  if (!interrupted.ok) return interrupted;
  const proven = new Map<OpenTarget, ReadonlySet<string>>();
  for (const target of targets) {
    const anchored = await readAnchored(project, target, head);
    if (!anchored.ok) return anchored;
    proven.set(target, anchored.value);
  }
  const isProven = (target: OpenTarget, digest: string | null): boolean =>
    digest !== null && proven.get(target)?.has(digest) === true;
  const open = interrupted.value.filter(({ isComplete }) => !isComplete);
  const saved = open.flatMap(({ target, steps }) =>
    steps.filter((step) => mayHaveRun(step) && step.intended.before !== null).map((step) => ({ target, step })),
  );
  if (saved.length > 0 && saved.every(({ target, step }) => isProven(target, step.intended.before)))
    return succeed(open);
  return succeed(reject(open, why, isProven));
}

/** Returns the digests in rows up to the newest known head in the chain. */
async function readAnchored(
  { ports }: ProjectAccess,
  target: OpenTarget,
  head: string | null,
): Promise<Result<ReadonlySet<string>, Failure>> {
  const kept = (await ports.heads?.read(target.environment.name)) ?? succeed([]);
  if (!kept.ok) return kept;
  const known: readonly KnownHead[] = [
    ...kept.value.filter((one) => one.target === target.label),
    ...(head === null ? [] : [{ sequence: null, hash: head }]),
  ];
  const ledger = await openLedger(target);
  const state = ledger.ok ? await ledger.value.verify(known) : ledger;
  return state.ok ? succeed(state.value.anchored) : state;
}

function reject(
  interrupted: readonly InterruptedDeployment<KnownTarget>[],
  why: Failure,
  isProven: (target: OpenTarget, digest: string | null) => boolean,
): RecoverAnswer {
  const restoring = interrupted.flatMap((interruptedDeployment) =>
    interruptedDeployment.steps
      .filter(mayHaveRun)
      .toReversed()
      .map((step) => {
        const { logical, before } = step.intended;
        return {
          ...{
            routine: printKey(logical),
            kind: logical.kind,
            target: interruptedDeployment.target.label,
            digest: before,
          },
          isProven: isProven(interruptedDeployment.target, before),
          statements: renderRestoring(interruptedDeployment, step),
        };
      }),
  );
  const isShown = restoring.some(({ statements }) => statements.length > 0);
  const message = `${why.message} Nothing was changed: no known head proves the saved definitions.`;
  const remedy = isShown
    ? advise`Give a head that you know with ${{ id: 'option', name: 'head' }}. Or review the statements, run them by hand, and accept the ledger.`
    : advise`Give a head that you know with ${{ id: 'option', name: 'head' }}. Or restore the routines from a backup, and accept the ledger.`;
  const deployment = interrupted[0]?.deployment ?? null;
  const warnings = [advise`${message} ${remedy}`];
  return { deployment, outcome: 'failed', steps: [], warnings, refused: { message, remedy }, restoring };
}

/**
 * Returns no statement if the saved text is missing, or is not only that routine's CREATE: it must not be offered for
 * execution. The same if a changed ledger claims that the routine did not exist: a DROP needs a better proof.
 */
function renderRestoring(
  { target, definitions }: InterruptedDeployment<KnownTarget>,
  { intended }: OpenStep,
): readonly string[] {
  const { key, before } = intended;
  const saved = before === null ? undefined : definitions.get(before);
  if (saved === undefined || identify(saved.key) !== identify(key)) return [];
  const targetDefinition = restoreTargetDefinition(saved, target.server);
  if (targetDefinition === null) return [];
  const drop = `DROP ${key.kind.toUpperCase()} IF EXISTS ${quoteName(key.schema)}.${quoteName(key.name)}`;
  return [
    renderSettings(targetDefinition),
    ...renderUse(targetDefinition),
    drop,
    renderTargetDefinition(targetDefinition),
    ...renderGrants(saved),
  ];
}
