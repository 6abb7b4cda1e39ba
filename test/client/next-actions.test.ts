/** The buttons in the message with the outcome of a deployment and its like. */
import assert from 'node:assert/strict';
import type { DeployAnswer, MarkAnswer, Stage } from '#engine';
import type { EditorCommand } from '#protocol';
import {
  nextActions,
  nextAfterImport,
  nextAfterMark,
  nextAfterRegister,
  type EndedOperation,
} from '../../client/src/commands/next-actions';
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

const print = (buttons: readonly EditorCommand[]): readonly string[] =>
  buttons.map(({ title, argument: { project: _, ...argument } }) => `${title} ${JSON.stringify(argument)}`);

function projectWith(...stages: readonly Stage[]): Parameters<typeof nextAfterMark>[0] {
  return { project: 'file:///shop', environments: stages.map((stage, i) => ({ name: `e${i + 1}`, stage })) };
}

describe('the next actions after an import', () => {
  const from = { project: 'file:///shop', environment: 'dev' };
  const skipped = { routine: 'shop.b', reason: 'It has a file.', kind: 'procedure', file: 'b.sql' } as const;

  it('register what was written, and compare what has a file already', () => {
    const written = [{ routine: 'shop.a', file: 'a.sql' }];
    assert.deepEqual(print(nextAfterImport(from, { written, skipped: [skipped] })), [
      'Register… {"routines":["shop.a"]}',
      'Show Differences {"left":"dev","right":"workspace","routines":["shop.b"]}',
    ]);
  });

  it('are none for what has no file or belongs to others', () => {
    const others = [{ ...skipped, file: null }, { ...skipped, isForeign: true } as const];
    assert.deepEqual(nextAfterImport(from, { written: [], skipped: others }), []);
  });
});

describe('the next actions after registering', () => {
  const version = { routine: 'shop.a', version: '1.0.0', identifier: 'i', checksum: 'c', bump: 'first', reason: 'new' };
  const answer = { registered: [version as never], unchanged: ['shop.b'], warnings: [] };

  it('deploy the new versions, where there is an environment', () => {
    assert.deepEqual(print(nextAfterRegister(projectWith('TESTING'), answer)), ['Deploy… {"routines":["shop.a"]}']);
    assert.deepEqual(nextAfterRegister(projectWith(), answer), []);
    assert.deepEqual(nextAfterRegister(projectWith('TESTING'), { ...answer, registered: [] }), []);
  });
});

describe('the next actions after marking', () => {
  const marked = (to: MarkAnswer['to']): readonly MarkAnswer[] => [
    { routine: 'shop.a', version: '1.0.0', from: 'DEVELOPMENT', to },
  ];

  it('lead to the environments of that stage, and ask where there are several', () => {
    const project = projectWith('DEVELOPMENT', 'TESTING', 'PRODUCTION', 'PRODUCTION');
    assert.deepEqual(print(nextAfterMark(project, marked('DEVELOPMENT'))), [
      'Deploy… {"environment":"e1","routines":["shop.a"]}',
    ]);
    assert.deepEqual(print(nextAfterMark(project, marked('TESTING'))), [
      'Promote… {"environment":"e2","routines":["shop.a"]}',
    ]);
    assert.deepEqual(print(nextAfterMark(project, marked('PRODUCTION'))), ['Promote… {"routines":["shop.a"]}']);
  });

  it('are none without an environment of that stage, and for a version that goes out of use', () => {
    assert.deepEqual(nextAfterMark(projectWith('DEVELOPMENT'), marked('TESTING')), []);
    for (const status of ['DEPRECATED', 'RETIRED'] as const)
      assert.deepEqual(nextAfterMark(projectWith('DEVELOPMENT', 'TESTING', 'PRODUCTION'), marked(status)), []);
  });
});
