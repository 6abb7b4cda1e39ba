/** The question before a deployment: mistakes first, then hazards, then the steps, and a safe first button. */
import assert from 'node:assert/strict';
import type { Finding, PlanAnswer, PlanStep, Stage } from '#engine';
import { describeConfirmation } from '../../client/src/documents/describe-confirmation';

const step: PlanStep = {
  action: 'replace',
  routine: 'shop.place_order',
  kind: 'procedure',
  target: 'db:3306/shop',
  from: '1.1.0',
  to: '1.2.0',
  strategy: 'or-replace',
  sql: ['DROP', 'CREATE'],
  smoke: [],
  hazards: ['Its parameters change.'],
  before: null,
  after: null,
};
const plan: PlanAnswer = { environment: 'dev', fingerprint: 'abc', steps: [step], order: [], findings: [] };

function describePlan(asked: PlanAnswer, stage: Stage = 'DEVELOPMENT', saved: readonly string[] = []) {
  const environment = { name: asked.environment, stage };
  return describeConfirmation({ plan: asked, environment, work: 'deploy', button: 'Deploy', saved });
}

const mistakes = [11, 12, 14, 20].map((line): Finding => ({
  severity: 'warning',
  code: 'argument-count',
  message: `orders.sql:${line}: Wrong number of arguments.`,
  remedy: 'Correct the source first.',
  place: { file: 'orders.sql', line },
  checked: 'error',
}));

describe('the question before a deployment', () => {
  const labels = (asked: ReturnType<typeof describePlan>): readonly string[] => asked.answers.map(({ label }) => label);

  it('names hazards before the steps, ways in words, and no statement', () => {
    const asked = describePlan(plan, 'DEVELOPMENT', ['orders.sql']);
    assert.equal(asked.message, 'Deploying to dev (DEVELOPMENT): 1 step on db:3306/shop.');
    assert.equal(
      asked.detail,
      [
        'Saved first: orders.sql.',
        '⚠ shop.place_order: Its parameters change.',
        'replace procedure shop.place_order: 1.1.0 → 1.2.0 (in one statement, without a gap)',
      ].join('\n\n'),
    );
    assert.deepEqual(labels(asked), ['Deploy', 'Show Plan']);
  });

  it('begins with the mistakes of the sources, and leads to them by Enter', () => {
    const asked = describePlan({ ...plan, findings: mistakes });
    assert.equal(asked.message, 'Deploying to dev (DEVELOPMENT): 4 mistakes that CREATE accepts. Running them fails.');
    assert.match(asked.detail, /^✘ orders\.sql, line 11: Wrong number of arguments\.\n/);
    assert.deepEqual(labels(asked), ['Show Problems', 'Deploy Anyway', 'Show Plan']);
    assert.deepEqual(asked.place, { file: 'orders.sql', line: 11 });
  });

  it('never deploys to production by Enter, and names the stage', () => {
    const asked = describePlan({ ...plan, environment: 'live' }, 'PRODUCTION');
    assert.match(asked.message, /live \(PRODUCTION\)/);
    assert.deepEqual(labels(asked), ['Show Plan', 'Deploy']);
  });

  it('rolls nothing back by Enter where there are warnings', () => {
    const asked = {
      plan,
      environment: { name: 'dev', stage: 'DEVELOPMENT' },
      work: 'roll-back',
      button: 'Roll Back',
    } as const;
    assert.deepEqual(labels(describeConfirmation({ ...asked, saved: [] })), ['Show Plan', 'Roll Back']);
    const calm = { ...plan, steps: [{ ...step, hazards: [] }] };
    assert.deepEqual(labels(describeConfirmation({ ...asked, plan: calm, saved: [] })), ['Roll Back', 'Show Plan']);
  });

  it('leads to the line that the server rejects', () => {
    const place = { file: 'orders.sql', line: 7 };
    const rejection: Finding = {
      ...{ severity: 'error', code: 'refused-by-server', remedy: 'Correct it.', routine: 'shop.place_order' },
      ...{ message: 'The server rejects procedure shop.place_order (orders.sql, line 7): syntax error.', place },
    };
    const asked = describePlan({ ...plan, findings: [rejection] });
    assert.equal(asked.message, 'This plan cannot be deployed to dev.');
    assert.match(asked.detail, /^✘ The server rejects .*: syntax error\. Correct it\.$/m);
    assert.deepEqual(labels(asked), ['Open Line', 'Show Plan']);
    assert.deepEqual(asked.place, place);
  });

  it('counts what does not fit', () => {
    const steps = Array.from({ length: 40 }, (_, i) => ({ ...step, routine: `shop.p${i}` }));
    const lines = describePlan({ ...plan, steps }).detail.split('\n');
    assert.deepEqual(
      [lines[0], lines[2], lines.at(-1)],
      [
        '⚠ shop.p0, shop.p1, shop.p2 and 37 more: Its parameters change.',
        '0 to create, 40 to replace, 0 to drop:',
        '… and 32 more steps',
      ],
    );
  });
});
