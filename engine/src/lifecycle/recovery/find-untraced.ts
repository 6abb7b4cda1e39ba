/**
 * Finds routines that an interrupted deployment may have changed on a target whose ledger has no record of it, because
 * its server lost the last rows in a crash. The ledgers of the other targets know what the deployment intended.
 */
import { advise, type Advice } from '../../base/advice';
import type { StepOutcome } from '../answers/deploy';
import { explainFailure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import type { StepFinished, StepIntended } from '../../ledger/ledger';
import { renameKey } from '../../routine/naming';
import { identify, printKey, printKindAndKey } from '../../routine/routine';
import { readDeployedObject } from '../planning/steps/deployed-object';
import { isAsDeployed } from '../target/last-deployed';
import { askedFor, openLedger, type KnownTarget } from '../target/target-at-work';

/** The record that one ledger has of an interrupted deployment. */
interface KnownIntents {
  readonly target: KnownTarget;
  readonly deployment: string;
  readonly steps: readonly { readonly intended: StepIntended }[];
}

/** An interrupted deployment on a target that may have lost its record of it; no step can be undone there. */
export interface UntracedDeployment {
  readonly target: KnownTarget;
  readonly deployment: string;
  readonly steps: readonly StepOutcome[];
}

export async function findUntraced(
  targets: readonly KnownTarget[],
  interrupted: readonly KnownIntents[],
): Promise<Result<readonly UntracedDeployment[], Failure>> {
  const untraced: UntracedDeployment[] = [];
  for (const deployment of new Set(interrupted.map((part) => part.deployment))) {
    const parts = interrupted.filter((part) => part.deployment === deployment);
    for (const target of targets) {
      const found = await findOn(target, deployment, parts);
      if (!found.ok) return found;
      if (found.value.length > 0) untraced.push({ target, deployment, steps: found.value });
    }
  }
  return succeed(untraced);
}

async function findOn(
  target: KnownTarget,
  deployment: string,
  parts: readonly KnownIntents[],
): Promise<Result<readonly StepOutcome[], Failure>> {
  const elsewhere = parts.filter((part) => part.target !== target);
  if (elsewhere.length === 0) return succeed([]);
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const trace = await ledger.value.read({ deployment, targetSchema: target.target.schema });
  if (!trace.ok) return trace;
  const known = new Set(
    trace.value.flatMap(({ entry }) => (entry.kind === 'step-intended' ? [identify(entry.logical)] : [])),
  );
  const lastDone = await ledger.value.lastDone();
  if (!lastDone.ok) return lastDone;
  const hasTrace = trace.value.length > 0;
  const steps = new Map<string, StepOutcome>();
  for (const { target: other, steps: intents } of elsewhere)
    for (const { intended } of intents) {
      const identity = identify(intended.logical);
      if (known.has(identity) || steps.has(identity)) continue;
      const doubt = await findDoubt(target, { intended, from: other.label, hasTrace, lastDone: lastDone.value });
      if (doubt !== null) steps.set(identity, describe(target, intended, doubt));
    }
  return succeed([...steps.values()]);
}

interface Doubtful {
  readonly intended: StepIntended;
  /** The target whose ledger knows the intent. */
  readonly from: string;
  /** True if the ledger knows the deployment, though not this step: then the step has most likely not begun. */
  readonly hasTrace: boolean;
  readonly lastDone: ReadonlyMap<string, StepFinished>;
}

/** Returns the reason why a routine may have been changed; null if its ledger explains its present state. */
async function findDoubt(target: KnownTarget, doubtful: Doubtful): Promise<Advice | null> {
  const { intended, from, hasTrace } = doubtful;
  const { deployment } = intended;
  const environment = target.environment.name;
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return explainFailure(reader.error);
  const key = renameKey(intended.logical, target.naming.toPhysical);
  const last = doubtful.lastDone.get(identify(key));
  const asked = askedFor(target, couldNot.readRoutine(printKindAndKey(key)), key.schema);
  const read = await readDeployedObject(reader.value, key, asked);
  if (!read.ok) return explainFailure(read.error);
  const routine = read.value?.live.routine;
  const shouldExist = last !== undefined && last.after !== null;
  if (shouldExist ? isAsDeployed(routine, last) : routine === undefined) return null;
  if (routine !== undefined && routine.checksums.semanticBody === intended.expected)
    return advise`It has the text that deployment ${deployment} brought to ${from}, but the ledger of ${target.label} has no record of that. It is left as it is. See ${{ id: 'drift', environment }}.`;
  if (hasTrace) return null;
  return advise`It is unknown whether deployment ${deployment} changed it: the ledger of ${target.label} has no record of that. It is left as it is. See ${{ id: 'drift', environment }}.`;
}

function describe(target: KnownTarget, { logical, action, from, to }: StepIntended, error: Advice): StepOutcome {
  const routine = printKey(logical);
  return { action, from, to, routine, target: target.label, outcome: 'failed', durationMs: 0, error };
}
