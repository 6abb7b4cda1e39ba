/** A plan as a document: its text, its lenses, its statements, and the question before it is run. */
import assert from 'node:assert/strict';
import type { DeployAnswer, Finding, PlanAnswer, PlanStep } from '#engine';
import { listPlanLenses, type PlanState } from '../../client/src/documents/plan-lenses';
import { isDeployable, needsOverwriteOnly } from '../../client/src/documents/plan-parts';
import { printRun } from '../../client/src/documents/print-outcome';
import { planTitle, printPlan, type PlanToShow } from '../../client/src/documents/print-plan';
import { printStepHead } from '../../client/src/documents/step-words';

const step: PlanStep = {
  action: 'replace',
  routine: 'shop.place_order',
  kind: 'procedure',
  target: 'db:3306/shop',
  from: '1.1.0',
  to: '1.2.0',
  strategy: 'queued',
  sql: [],
  smoke: [],
  hazards: ['Calls of replicas may fail for a moment.'],
  before: 'old',
  after: 'new',
  grants: 3,
};
const created: PlanStep = {
  ...step,
  ...{ action: 'create', routine: 'shop.reserve', from: null, to: '-', strategy: 'create', hazards: [], before: null },
  grants: 0,
};
const plan: PlanAnswer = {
  environment: 'dev',
  fingerprint: 'abc',
  steps: [created, step],
  order: [],
  findings: [],
};
const shown: PlanToShow = { plan, stage: 'DEVELOPMENT', work: 'deploy', outcome: null };
const privilege: Finding = {
  severity: 'error',
  code: 'missing-privilege',
  message: 'deployer may not CREATE ROUTINE.',
  remedy: 'GRANT it.',
};
const mistake: Finding = {
  severity: 'warning',
  code: 'argument-count',
  message: 'orders.sql:11: Wrong number of arguments for `audit.note`: expected 3, found 2.',
  remedy: 'Correct the source first.',
  place: { file: 'orders.sql', line: 11 },
  checked: 'error',
};

describe('the document of a plan', () => {
  it('begins with the environment, the stage, the target and the numbers; each step is one line', () =>
    assert.equal(
      printPlan(shown).text,
      `Plan for dev (DEVELOPMENT) on db:3306/shop
1 to create, 1 to replace, 0 to drop, 3 grants kept
Nothing has been changed yet.

Hazards
  ⚠ shop.place_order: Calls of replicas may fail for a moment.

Steps
  1. create procedure shop.reserve
  2. replace procedure shop.place_order: 1.1.0 → 1.2.0 (queued: callers wait, none fails)

Fingerprint abc
`,
    ));

  it('has the mistakes of the sources first, then the findings, with links to the lines', () => {
    const unused = { ...mistake, code: 'unused-variable', message: 'orders.sql:3: Unused variable `n`.' };
    const warning = { ...unused, checked: 'warning', place: { file: 'orders.sql', line: 3 } } as const;
    const { text, places } = printPlan({ ...shown, plan: { ...plan, findings: [privilege, warning, mistake] } });
    assert.match(text, /\n1 error: this plan cannot be deployed\.\n/);
    const headings = text.split('\n').filter((line) => /^\S/.test(line));
    assert.deepEqual(headings.slice(3, -1), [
      '1 mistake that CREATE accepts: running it fails',
      'Findings',
      'Hazards',
      'Steps',
      '1 warning of the check',
    ]);
    const lines = text.split('\n');
    assert.deepEqual(
      places.map(({ line, start }) => lines[line]?.slice(start, start + 13)),
      ['orders.sql:11', 'orders.sql:3 '],
    );
    assert.match(text, /^ {2}orders\.sql:11 Wrong number of arguments/m);
  });

  it('names a hazard of many routines once, and breaks long lines', () => {
    const hazard =
      'Replicas and secondaries run DROP and CREATE one after the other, so calls there may fail for a moment.';
    const steps = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...step, routine: name, hazards: [hazard] }));
    const lines = printPlan({ ...shown, plan: { ...plan, steps } }).text.split('\n');
    const first = lines.findIndex((line) => line.includes('Replicas'));
    assert.deepEqual(lines.slice(first, first + 2), [
      '  ⚠ a, b, c and 2 more: Replicas and secondaries run DROP and CREATE one after the',
      '    other, so calls there may fail for a moment.',
    ]);
  });

  it('names the target of each step where there are several', () => {
    const steps = [step, { ...step, target: 'db2:3306/shop' }];
    assert.match(printPlan({ ...shown, plan: { ...plan, steps } }).text, /none fails\) on db2:3306\/shop$/m);
  });

  it('says that nothing is to be done, and what was done', () => {
    assert.match(printPlan({ ...shown, plan: { ...plan, steps: [] } }).text, /^dev is up to date/m);
    const answer: DeployAnswer = { deployment: 'd7', by: 'ann on desk', outcome: 'deployed', steps: [] };
    const outcome = printRun(new Date('2025-09-07T14:03:11Z'), answer, 'Deployed 1 routine to dev.');
    const { text } = printPlan({ ...shown, outcome });
    assert.match(
      text.replaceAll(/\n +/g, ' '),
      /^Run at 2025-09-07 14:03:11 UTC by ann on desk, deployment d7: Deployed 1 routine to dev\.$/m,
    );
    assert.doesNotMatch(text, /Nothing has been changed/);
  });

  it('keeps the notes of the search for callers', () => {
    const notes = [{ message: 'It is unknown who calls it.', remedy: 'GRANT it.' }];
    assert.match(printPlan({ ...shown, plan: { ...plan, notes } }).text, /⚠ It is unknown who calls it\. GRANT it\./);
  });

  it('says in plain words that a text changes which no version names', () => {
    const head = (from: string, to: string, action: PlanStep['action'] = 'replace'): string =>
      printStepHead({ ...step, from, to, action });
    assert.equal(head('-', '-'), 'replace procedure shop.place_order: its text changes (neither text is registered)');
    assert.equal(head('1.0.0', '-'), 'replace procedure shop.place_order: 1.0.0 → an unregistered text');
    assert.match(head('-', '-', 'alter'), /its characteristics change \(neither text is registered\)$/);
  });

  it('is a rollback in its title', () => assert.equal(planTitle('roll-back', 'dev'), 'Rollback for dev'));

  it('cannot be deployed with an error among its findings', () => {
    assert.equal(isDeployable(plan), true);
    assert.equal(isDeployable({ ...plan, findings: [privilege] }), false);
    assert.equal(isDeployable({ ...plan, findings: [mistake] }), true);
    assert.equal(needsOverwriteOnly({ ...plan, findings: [{ ...privilege, code: 'drifted' }] }), true);
    assert.equal(needsOverwriteOnly({ ...plan, findings: [privilege] }), false);
  });
});

describe('the lenses of a plan', () => {
  const list = (state: PlanState, one = shown): readonly string[] =>
    listPlanLenses(one, printPlan(one), { state, button: 'Deploy' }).map(({ line, title }) => `${line} ${title}`);

  it('offer the deployment on the first line, and the texts above each step', () =>
    assert.deepEqual(list('waiting'), [
      '0 $(play) Deploy to dev (2 steps)',
      '0 Discard',
      '0 SQL of All Steps',
      '8 SQL',
      '9 Diff',
      '9 SQL',
    ]));

  it('offer a new plan for one that cannot be deployed', () =>
    assert.deepEqual(list('blocked').slice(0, 2), ['0 Make Plan Again', '0 Discard']));

  it('offer nothing of the whole plan while it runs', () => assert.equal(list('running')[0], '0 SQL of All Steps'));

  it('offer the recovery, and no second deployment, if its end is unknown', () =>
    assert.deepEqual(list('unknown').slice(0, 2), ['0 Recover…', '0 Make Plan Again']));

  it('offer no deployment once it is done', () => assert.equal(list('done')[0], '0 SQL of All Steps'));

  it('offer no difference of equal texts', () => {
    const equal = { ...shown, plan: { ...plan, steps: [{ ...step, after: 'old' }] } };
    assert.deepEqual(list('done', equal), ['8 SQL']);
  });
});
