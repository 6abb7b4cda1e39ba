import assert from 'node:assert/strict';
import type { DeployAnswer } from '#engine';
import { summarizeOutcome } from '../../engine/src/lifecycle/summarize-outcome';

const step = { routine: 'shop.a', target: 'db1:3306/shop', durationMs: 1, error: null } as const;

function answerOf(
  outcome: DeployAnswer['outcome'],
  ...steps: readonly ('done' | 'failed' | 'restored')[]
): DeployAnswer {
  return {
    deployment: 'd1',
    outcome,
    steps: steps.map((one) => ({ ...step, outcome: one, error: one === 'failed' ? 'No.' : null })),
  };
}

describe('the summary of an outcome', () => {
  const cases: readonly (readonly [DeployAnswer, boolean, string, boolean])[] = [
    [answerOf('deployed', 'done'), false, 'deployed', true],
    [answerOf('nothing-to-do'), false, 'nothing-to-do', true],
    [answerOf('would-deploy'), false, 'would-deploy', true],
    [answerOf('rolled-back', 'restored', 'failed'), false, 'undone', false],
    [answerOf('rolled-back', 'restored'), true, 'restored', true],
    [answerOf('partial', 'done', 'failed'), false, 'partial', false],
    [answerOf('partial', 'restored'), true, 'partial', false],
    [answerOf('failed', 'failed'), false, 'failed', false],
  ];
  for (const [answer, isRecovery, end, isSuccess] of cases)
    it(`of ${answer.outcome}${isRecovery ? ' by a recovery' : ''} is ${end}`, () => {
      const summary = summarizeOutcome(answer, isRecovery);
      assert.deepEqual([summary.end, summary.isSuccess], [end, isSuccess]);
    });

  it('counts what was left to others, after which neither an undoing nor its dry run is a success', () => {
    const left: DeployAnswer = { ...answerOf('failed', 'restored', 'failed') };
    const steps = left.steps.map((one) => (one.outcome === 'failed' ? { ...one, left: 'object' as const } : one));
    assert.equal(summarizeOutcome({ ...left, steps }, true).left, 1);
    assert.equal(summarizeOutcome({ ...left, steps, outcome: 'would-deploy' }, true).isSuccess, false);
  });

  it('counts the steps and names the first error', () => {
    const { steps, done, failed, restored, notRun, because } = summarizeOutcome(
      answerOf('rolled-back', 'restored', 'failed'),
    );
    assert.deepEqual(
      { steps, done, failed, restored, notRun, because },
      { steps: 2, done: 0, failed: 1, restored: 1, notRun: 0, because: 'No.' },
    );
  });
});
