/** The texts that servers have rejected: marked until they change, or until the server accepts them. */
import assert from 'node:assert/strict';
import type { Finding, PlanAnswer, PlanStep } from '#engine';
import { readPlan, readRun, RefusedTexts } from '../../client/src/documents/refused-texts';

const project = 'file:///shop';

function planOf(routines: readonly string[], refused: readonly string[]): PlanAnswer {
  const findings = refused.map((routine): Finding => ({
    ...{ severity: 'error', code: 'refused-by-server', remedy: 'Correct the text.', routine },
    message: `The server rejects procedure ${routine} (${routine}.sql, line 3): syntax error (error 1064).`,
    place: { file: `${routine}.sql`, line: 3 },
  }));
  const steps = routines.map((routine) => ({ routine }) as PlanStep);
  return { environment: 'dev', fingerprint: '', steps, order: [], findings };
}

describe('the texts that a server rejects', () => {
  const list = (texts: RefusedTexts): readonly string[] =>
    texts.list(project).map(({ environment, file, line }) => `${environment} ${file}:${line}`);

  it('are known with their line, the message without it', () => {
    assert.deepEqual(readPlan(planOf(['a'], ['a'])).refused, [
      {
        ...{ routine: 'a', file: 'a.sql', line: 3 },
        message: 'The server rejects procedure a: syntax error (error 1064). Correct the text.',
      },
    ]);
  });

  it('are forgotten once the server accepts them, or their file changes', () => {
    const texts = new RefusedTexts();
    texts.note(project, 'dev', readPlan(planOf(['a', 'b'], ['a', 'b'])));
    texts.note(project, 'test', readPlan(planOf(['a'], ['a'])));
    assert.deepEqual(list(texts), ['dev a.sql:3', 'dev b.sql:3', 'test a.sql:3']);
    // A plan for other routines says nothing about these.
    texts.note(project, 'dev', readPlan(planOf(['c'], [])));
    texts.note(project, 'dev', readPlan(planOf(['a'], [])));
    assert.deepEqual(list(texts), ['dev b.sql:3', 'test a.sql:3']);
    texts.forget(project, 'b.sql');
    assert.deepEqual(list(texts), ['test a.sql:3']);
  });

  it('are those of a deployment, too; what was not run stays as it was', () => {
    const step = { target: 'db', durationMs: 0, error: null } as const;
    const answer = readRun({
      ...{ deployment: null, outcome: 'failed' },
      steps: [
        {
          ...step,
          routine: 'a',
          outcome: 'failed',
          error: 'Rejected (a.sql, line 9): x.',
          place: { file: 'a.sql', line: 9 },
        },
        { ...step, routine: 'b', outcome: 'not-run' },
      ],
    });
    const texts = new RefusedTexts();
    texts.note(project, 'dev', readPlan(planOf(['b'], ['b'])));
    texts.note(project, 'dev', answer);
    assert.deepEqual(list(texts), ['dev b.sql:3', 'dev a.sql:9']);
    assert.equal(texts.list(project)[1]?.message, 'Rejected: x.');
  });
});
