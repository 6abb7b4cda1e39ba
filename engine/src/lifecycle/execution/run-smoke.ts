/** Runs the smoke statements of what was deployed, each in a transaction that is rolled back. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError, printCouldNot } from '../../database/connection/mysql-errors';
import type { ServerError, Session } from '../../database/connection/session';
import { printKey } from '../../routine/routine';
import { quoteName } from '../../syntax/quoting';
import type { ExecutedStep, FailedStep, StepTask } from './step-task';
import { askedFor, type TargetAtWork } from '../target/target-at-work';

const limitMs = 30_000;

/** Returns null if all statements succeeded; otherwise the step whose statement failed, and why. */
export async function runSmoke(done: readonly ExecutedStep[]): Promise<FailedStep | null> {
  for (const step of done)
    for (const statement of step.task.step.smoke) {
      const { task } = step;
      const startedAt = performance.now();
      const run = await runOne(task, statement);
      const durationMs = Math.round(performance.now() - startedAt);
      if (!run.ok) return { ...step, durationMs, failure: run.error, isTouched: true };
      await task.onFaultPoint('smoke-run', task.number);
    }
  return null;
}

/** Runs a statement on a separate session, because it may leave variables, temporary tables and modes. */
async function runOne({ target, step }: StepTask, statement: string): Promise<Result<void, Failure>> {
  const asked = askedFor(target, couldNot.runSmoke(statement, printKey(step.key)), step.key.schema);
  const opened = await target.sessions.openAnother();
  if (!opened.ok) return opened;
  const session = opened.value;
  try {
    for (const prepare of [`USE ${quoteName(step.key.schema)}`, 'START TRANSACTION']) {
      const prepared = await session.query(prepare);
      if (!prepared.ok) return fail(explainServerError(prepared.error, asked));
    }
    const answer = await withinLimit(target, session, statement);
    await session.query('ROLLBACK');
    if (answer === 'too-long')
      return fail({
        kind: 'could-not',
        message: printCouldNot(asked, `it did not end within ${limitMs / 1_000} s`),
      });
    return answer.ok ? succeed(undefined) : fail(explainServerError(answer.error, asked));
  } finally {
    session.destroy();
  }
}

async function withinLimit(
  target: TargetAtWork,
  session: Session,
  statement: string,
): Promise<Result<unknown, ServerError> | 'too-long'> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'too-long'>((resolve) => {
    timer = setTimeout(() => resolve('too-long'), limitMs);
  });
  const running = session.queryMany(statement, 'a person’s');
  const answer = await Promise.race([running, limit]);
  clearTimeout(timer);
  if (answer !== 'too-long') return answer;
  const watcher = await target.sessions.get('watcher');
  // The transaction ends with the connection, and all its changes are rolled back.
  if (watcher.ok) await watcher.value.query(`KILL ${session.server.connectionId}`);
  await running;
  return answer;
}
