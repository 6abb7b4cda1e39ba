/** The buttons in the message with the outcome of a deployment and its like. */
import assert from 'node:assert/strict';
import type { DeployAnswer } from '#engine';
import { nextActions, type EndedOperation } from '../../client/src/commands/next-actions';
import { summarizeOutcome } from '../../engine/src/lifecycle/summarize-outcome';

const steps: DeployAnswer['steps'] = ['db1', 'db2'].map((target) => ({
  ...{ routine: 'shop.a', target, outcome: 'done', durationMs: 1, error: null, from: '1.0.0', to: '1.1.0' },
}));

function offer(ended: Partial<EndedOperation>, changed: Partial<DeployAnswer> = {}): readonly string[] {
  const answer: DeployAnswer = { deployment: 'd7', outcome: 'deployed', steps, ...changed };
  const operation = { work: 'deploy', project: 'file:///shop', environment: 'dev', ...ended } as const;
  const buttons = nextActions(operation, { ...answer, summary: summarizeOutcome(answer) });
  return buttons.map(({ title, argument: { project: _, environment: __, ...argument } }) =>
    [title, JSON.stringify(argument)].join(' '),
  );
}

const unregistered = { steps: steps.map((step) => ({ ...step, to: '-' })) };

describe('the next actions after an operation', () => {
  it('lead to the deployment and back after a deployment of registered texts', () =>
    assert.deepEqual(offer({}), ['Show Deployment {"deployment":"d7"}', 'Roll Back… {"deployment":"d7"}']));

  it('register what has no version after a deployment, never after a sync', () => {
    const register = 'Register… {"routines":["shop.a"]}';
    assert.deepEqual(offer({}, unregistered), ['Roll Back… {"deployment":"d7"}', register]);
    assert.deepEqual(offer({ work: 'sync', from: 'test' }, unregistered), [
      'Compare {"left":"dev","right":"test","routines":["shop.a"]}',
      'Roll Back… {"deployment":"d7"}',
    ]);
  });

  it('compare with the files after a rollback', () =>
    assert.deepEqual(offer({ work: 'roll-back' }), [
      'Compare {"left":"dev","right":"workspace","routines":["shop.a"]}',
    ]));

  it('recover what was left halfway, and nothing where everything was restored or nothing was done', () => {
    assert.deepEqual(offer({}, { outcome: 'partial' }), ['Recover… {}']);
    assert.deepEqual(offer({}, { outcome: 'rolled-back' }), []);
    assert.deepEqual(offer({}, { outcome: 'nothing-to-do', steps: [] }), []);
  });
});
