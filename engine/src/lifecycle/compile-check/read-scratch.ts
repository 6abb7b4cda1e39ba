/** The comparison of what the server stored in the scratch schema with what a deployment would verify after its steps. */
import { readRoutines } from '../../database/read-catalog';
import type { ServerError, Session } from '../../database/connection/session';
import { succeed, type Result } from '../../base/result';
import { moveSchema } from '../../routine/naming';
import { renameRoutine } from '../../routine/rename-routine';
import { printKindAndKey } from '../../routine/routine';
import { findMismatch } from '../planning/steps/classify-state';
import type { DeploymentStep } from '../planning/steps/plan';
import type { TargetDefinition } from '../planning/steps/target-definition';
import type { Rejection } from './compile-check';

interface Stored {
  readonly step: DeploymentStep;
  readonly after: TargetDefinition;
}

/**
 * Returns the procedures and functions that the server stored otherwise than they were meant: their deployment would fail
 * at its verification. What cannot be read there is left to that.
 */
export async function findMisread(
  stored: readonly Stored[],
  { session, scratch }: { readonly session: Session; readonly scratch: string },
): Promise<Result<readonly Rejection[], ServerError>> {
  const own = stored.filter(({ step: { key } }) => key.kind === 'procedure' || key.kind === 'function');
  const keys = own.map(({ step }) => ({ ...step.key, schema: scratch }));
  const read = await readRoutines(session, keys);
  if (!read.ok) return read;
  return succeed(
    own.flatMap(({ step, after }, i): readonly Rejection[] => {
      const live = read.value[i];
      if (live === undefined || live === null || typeof live === 'string') return [];
      const routine = renameRoutine(after.routine, moveSchema(step.key.schema, scratch));
      // The definer is the environment's own, and no server stores another one than the statement gives.
      const differences = findMismatch({ ...after, routine }, live.routine, null).filter(
        ({ kind }) => kind !== 'definer',
      );
      const what = differences.map(({ kind, detail }) => `${kind}: ${detail}`).join('; ');
      return differences.length === 0 ? [] : [explainMisread(step, what)];
    }),
  );
}

function explainMisread(step: DeploymentStep, what: string): Rejection {
  return {
    step,
    errno: 0,
    message: `The server stores ${printKindAndKey(step.logical)} otherwise than it is written (${what}).`,
    remedy: 'Write this part as the server stores it. Nothing was changed.',
    place: step.file,
  };
}
