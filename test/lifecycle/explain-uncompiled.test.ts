/** A text that the server does not compile in time: the routine is named, and its statement is ended. */
import assert from 'node:assert/strict';
import { adviceText } from '../../cli/src/report/print-action';
import { succeed } from '../../engine/src/base/result';
import { limitErrors, answerLimits, rejectAnswer } from '../../engine/src/database/connection/answer-limits';
import { couldNot } from '../../engine/src/database/connection/could-not';
import { explainUncompiled } from '../../engine/src/lifecycle/compile-check/explain-uncompiled';
import type { DeploymentStep } from '../../engine/src/lifecycle/planning/steps/plan';
import type { TargetSessions } from '../../engine/src/lifecycle/target/target-sessions';

describe('a text that is not compiled in time', () => {
  it('is named, and its statement is killed on the lost connection only', async () => {
    const sent: string[] = [];
    const rows = [7, 8].map((Id) => ({ Id, Command: 'Query', Info: null }));
    const query = (sql: string) => {
      sent.push(sql);
      return Promise.resolve(succeed(sql.startsWith('SHOW') ? rows : []));
    };
    const sessions = {
      lost: new Set([7]),
      get: () => Promise.resolve(succeed({ query })),
    } as unknown as TargetSessions;
    const key = { schema: 'shop', kind: 'procedure', name: 'p' } as const;
    const step = {
      action: 'create',
      key,
      after: { routine: { text: 'x'.repeat(200_000) } },
    } as unknown as DeploymentStep;
    const asked = { environment: 'test', account: 'a@b', couldNot: couldNot.checkPlan(), schema: null };
    const error = rejectAnswer(limitErrors.tooSlow(answerLimits.statement));
    const failure = await explainUncompiled(step, error, { sessions, asked });
    assert.equal(
      failure.message,
      'Could not create procedure shop.p in environment test: the server did not compile it within 132 seconds.',
    );
    assert.match(adviceText(failure.remedy ?? ''), /^Nothing was changed\. .* connection 7 /);
    assert.deepEqual(sent, ['SHOW PROCESSLIST', 'KILL 7']);
  });
});
