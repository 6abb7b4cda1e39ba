/**
 * Several creations in one packet. MySQL stores the semicolon after a routine's body as part of it, except after a
 * block, so only blocks share a packet; the compile check has shown that none hides a second statement.
 */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError, type Asked } from '../../database/connection/mysql-errors';
import { printKindAndKey, type Routine } from '../../routine/routine';
import { wordsWithin } from '../../routine/words-within';
import { ownCharacterSet } from '../planning/steps/target-definition';
import type { StepTask } from './step-task';
import { prepareSession } from '../target/prepare-session';
import { explainFirst } from './run-script';
import { goesTogether } from './split-into-batches';
import { endLostStatements } from './orphaned-statements';
import { askedFor } from '../target/target-at-work';

/** Returns true if the step may share a packet with others of its settings. */
export function canShareQuery(task: StepTask): boolean {
  const { before, after, script } = task.step;
  if (!goesTogether(task)) return false;
  if (before !== null || after === null || script.kind !== 'statements' || script.statements.length !== 1) return false;
  const [create = ''] = script.statements;
  if (script.grants.length > 0 || !create.endsWith(after.routine.parts.body) || ownCharacterSet(after) !== null)
    return false;
  return isBlock(after.routine);
}

/**
 * Returns true for a block, by its first and last words: the tree and the errors would require reading the whole body.
 */
function isBlock({ origin: { script, definition } }: Routine): boolean {
  if (definition.body === null) return false;
  const words = wordsWithin(script, definition.body);
  return /^(?:\S+ : )?BEGIN (?!NOT ATOMIC )/.test(words) && / END(?: \S+)?$/.test(words);
}

export interface MultiStatementFailure {
  /** The number of steps that were created before. */
  readonly created: number;
  readonly failure: Failure;
  /** True if the connection was lost: steps after the failed one may have been created as well. */
  readonly isLost: boolean;
}

export function noneCreated(failure: Failure): Result<never, MultiStatementFailure> {
  return fail({ created: 0, failure, isLost: false });
}

/** Runs the steps, for each of which `canShareQuery` is true, and which have the settings of the first. */
export async function runMultiStatement(
  ready: readonly StepTask[],
  worker: number,
): Promise<Result<void, MultiStatementFailure>> {
  const [first] = ready;
  if (first === undefined) return succeed(undefined);
  const { target } = first;
  const session = await target.sessions.get('packets', null, worker);
  if (!session.ok) return noneCreated(session.error);
  const prepared = await prepareSession(session.value, first.step.script.settings);
  if (!prepared.ok) return noneCreated(explainServerError(prepared.error, askedOf(first)));
  const statements = ready.flatMap(({ step: { script } }) => (script.kind === 'statements' ? script.statements : []));
  const sent = await session.value.queryMany(statements);
  if (sent.ok) return succeed(undefined);
  const { completed, connectionLost } = sent.error;
  if (connectionLost) await endLostStatements(target.sessions, askedOf(first));
  const failure = await explainFirst(session.value, sent.error, {
    asked: askedOf(ready[completed] ?? first),
    sessions: target.sessions,
  });
  return fail({ created: completed, failure, isLost: connectionLost });
}

function askedOf({ target, step }: StepTask): Asked {
  return askedFor(target, couldNot[step.action](printKindAndKey(step.key)), step.key.schema);
}
