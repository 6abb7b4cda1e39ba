/** What a rollback means on one target: which routines return to what. */
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { Ledger, SavedDefinition, StepFinished } from '../ledger/ledger';
import { identify, printKey } from '../routine/routine';
import { selects, type Selector } from '../routine/selector';
import type { Return } from './make-return-plan';
import { listPastStates, listStandingSteps } from './past-states';
import { openLedger, type OpenTarget } from './target-at-work';

/** To what ran there before the last deployment of it; none where the routine was never deployed to this target. */
export async function findReturn(target: OpenTarget, selector: Selector): Promise<Result<readonly Return[], Failure>> {
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const lastDone = await ledger.value.lastDone();
  if (!lastDone.ok) return lastDone;
  const { name: environment } = target.environment;
  const found = [...lastDone.value.values()].filter(
    (step) =>
      step.environment === environment && step.targetSchema === target.target.schema && selects(selector, step.logical),
  );
  const [last, other] = found;
  if (last === undefined) return succeed([]);
  if (other !== undefined)
    return failure(
      'usage',
      `${selector.text} can mean ${printKey(last.logical)} or ${printKey(other.logical)}.`,
      'Write the schema before the name.',
    );
  const entries = await ledger.value.read({
    environment,
    targetSchema: target.target.schema,
    routine: identify(last.key),
  });
  if (!entries.ok) return entries;
  const steps = listStandingSteps(
    entries.value.map(({ entry }) => entry).filter((entry) => entry.kind === 'step-finished'),
  );
  const definitions = await readDefinitions(ledger.value, steps);
  if (!definitions.ok) return definitions;
  const state = listPastStates(steps, definitions.value).at(-2);
  if (state === undefined)
    return failure(
      'not-found',
      `Nothing ran as ${printKey(last.logical)} on ${target.label} before what runs now.`,
      `See "sproc history ${environment}", or name a version: ${printKey(last.logical)}@1.0.0.`,
    );
  return succeed([{ key: last.key, logical: last.logical, saved: state.saved, to: state.version }]);
}

/** Every step of a deployment taken back, the last one first. Refused where a later deployment built on it. */
export async function findReturnsOf(
  target: OpenTarget,
  deployment: string,
): Promise<Result<readonly Return[], Failure>> {
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const entries = await ledger.value.read({ deployment, targetSchema: target.target.schema });
  if (!entries.ok) return entries;
  const lastDone = await ledger.value.lastDone();
  if (!lastDone.ok) return lastDone;
  const finished = entries.value.map(({ entry }) => entry).filter((entry) => entry.kind === 'step-finished');
  const steps = listStandingSteps(finished).toSorted((a, b) => b.step - a.step);
  const later = steps.find((step) => lastDone.value.get(identify(step.key))?.deployment !== deployment);
  if (later !== undefined)
    return failure(
      'could-not',
      `${printKey(later.logical)} was deployed to ${target.label} again after ${deployment}.`,
      'Roll the later deployment back first, or roll single routines back.',
    );
  const definitions = await readDefinitions(ledger.value, steps);
  if (!definitions.ok) return definitions;
  return succeed(
    steps.map(({ key, logical, before, from }) => ({
      key,
      logical,
      saved: before === null ? null : (definitions.value.get(before) ?? null),
      to: from,
    })),
  );
}

/** All of them: a definition that is missing must not be taken for "nothing stood there". */
async function readDefinitions(
  ledger: Ledger,
  steps: readonly StepFinished[],
): Promise<Result<ReadonlyMap<string, SavedDefinition>, Failure>> {
  const digests = [...new Set(steps.flatMap(({ before, after }) => [before, after]))].filter(
    (digest) => digest !== null,
  );
  const definitions = await ledger.definitions(digests);
  if (!definitions.ok) return definitions;
  const missing = digests.find((digest) => !definitions.value.has(digest));
  if (missing === undefined) return definitions;
  return failure(
    'could-not',
    `The ledger lacks the saved definition ${missing}.`,
    'Check it with "sproc history --verify".',
  );
}
