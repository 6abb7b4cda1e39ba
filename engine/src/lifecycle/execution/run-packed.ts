/**
 * Several creations in one packet. MySQL keeps the semicolon behind a routine's body as part of it, but for a block's,
 * so only blocks go in company; that none hides a second statement is what the dry run has shown.
 */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { explainServerError, type Asked } from '../../database/connection/mysql-errors';
import { printKindAndKey, type Routine } from '../../routine/routine';
import { wordsWithin } from '../../routine/words-within';
import { ownCharacterSet } from '../planning/steps/blueprint';
import type { StepWork } from './step-work';
import { prepareSession } from '../target/prepare-session';
import { explainFirst } from './run-script';
import { goesTogether } from './split-run';
import { endLostStatements } from './stranded-statements';
import { askedFor } from '../target/target-at-work';

/** Whether it may go in a packet with others of its settings. */
export function canBePacked(work: StepWork): boolean {
  const { before, after, script } = work.step;
  if (!goesTogether(work)) return false;
  if (before !== null || after === null || script.kind !== 'statements' || script.statements.length !== 1) return false;
  const [create = ''] = script.statements;
  if (script.grants.length > 0 || !create.endsWith(after.routine.parts.body) || ownCharacterSet(after) !== null)
    return false;
  return isBlock(after.routine);
}

/** By its first and last words: the tree, and whether it has mistakes, would have each body read whole. */
function isBlock({ origin: { script, definition } }: Routine): boolean {
  if (definition.body === null) return false;
  const words = wordsWithin(script, definition.body);
  return /^(?:\S+ : )?BEGIN (?!NOT ATOMIC )/.test(words) && / END(?: \S+)?$/.test(words);
}

export interface PackFailure {
  /** How many of the pack were created before. */
  readonly created: number;
  readonly failure: Failure;
  /** Those behind the one that failed may have been created as well. */
  readonly isLost: boolean;
}

export function noneCreated(failure: Failure): Result<never, PackFailure> {
  return fail({ created: 0, failure, isLost: false });
}

/** Each of the pack `canBePacked`, and all have the settings of the first. */
export async function runPacked(pack: readonly StepWork[], lane: number): Promise<Result<void, PackFailure>> {
  const [first] = pack;
  if (first === undefined) return succeed(undefined);
  const { target } = first;
  const session = await target.sessions.get('packets', null, lane);
  if (!session.ok) return noneCreated(session.error);
  const prepared = await prepareSession(session.value, first.step.script.settings);
  if (!prepared.ok) return noneCreated(explainServerError(prepared.error, askedOf(first)));
  const statements = pack.flatMap(({ step: { script } }) => (script.kind === 'statements' ? script.statements : []));
  const sent = await session.value.queryMany(statements);
  if (sent.ok) return succeed(undefined);
  const { completed, connectionLost } = sent.error;
  if (connectionLost) await endLostStatements(target.sessions, askedOf(first));
  const failure = await explainFirst(session.value, sent.error, askedOf(pack[completed] ?? first));
  return fail({ created: completed, failure, isLost: connectionLost });
}

function askedOf({ target, step }: StepWork): Asked {
  return askedFor(target, `${step.action} ${printKindAndKey(step.key)}`, step.key.schema);
}
