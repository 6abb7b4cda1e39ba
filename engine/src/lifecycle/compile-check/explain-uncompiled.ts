/** The reason why a text could not be compiled: the server was too slow, or the connection was lost. */
import type { Failure } from '../../base/failure';
import { limitsOf } from '../../database/connection/answer-limits';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError, printCouldNot, type Asked } from '../../database/connection/mysql-errors';
import type { ServerError } from '../../database/connection/session';
import { printKindAndKey } from '../../routine/routine';
import type { DeploymentStep } from '../planning/steps/plan';
import type { TargetSessions } from '../target/target-sessions';

/** Ends a statement that the server still compiles, and explains which routine it was. Nothing was changed so far. */
export async function explainUncompiled(
  step: DeploymentStep,
  error: ServerError,
  { sessions, asked }: { readonly sessions: TargetSessions; readonly asked: Asked },
): Promise<Failure> {
  if (error.code !== 'ANSWER_TOO_SLOW') return explainServerError(error, asked);
  const { seconds } = limitsOf('statement', step.after?.routine.text ?? '');
  const create = { ...asked, couldNot: couldNot[step.action](printKindAndKey(step.key)) };
  const left = await endLost(sessions);
  const running =
    left === null
      ? ''
      : ` The server ends its statement on connection ${left} only when it has compiled it; until then it uses a processor.`;
  return {
    kind: 'could-not',
    message: printCouldNot(create, `the server did not compile it within ${seconds} seconds`),
    remedy: `Nothing was changed. Divide the routine into shorter ones.${running}`,
  };
}

/** Kills the lost connections that still run a statement; returns the number of the last one, null if there is none. */
async function endLost(sessions: TargetSessions): Promise<number | null> {
  const reader = await sessions.get('reader');
  if (!reader.ok) return null;
  const list = await reader.value.query('SHOW PROCESSLIST');
  const rows = list.ok ? list.value : [];
  let left: number | null = null;
  for (const row of rows) {
    const id = Number(row['Id']);
    if (!sessions.lost.has(id) || row['Command'] === 'Sleep') continue;
    await reader.value.query(`KILL ${id}`);
    left = id;
  }
  return left;
}
