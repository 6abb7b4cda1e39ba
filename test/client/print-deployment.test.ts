/** A past deployment as texts. */
import assert from 'node:assert/strict';
import type { DeploymentStepAnswer } from '#engine';
import { hasNoText, printDiffTitle, printSides, printStatements } from '../../client/src/documents/print-deployment';

const step: DeploymentStepAnswer = {
  ...{ step: 1, routine: 'shop.a', kind: 'procedure', target: 'db:3306/shop', action: 'replace', outcome: 'done' },
  ...{ from: '1.0.0', to: '-', sql: ['DROP PROCEDURE a', 'CREATE PROCEDURE a() BEGIN SELECT 1; END'] },
  before: { kind: 'text', text: 'CREATE PROCEDURE a() SELECT 1', settings: ['sql_mode: ANSI', 'grant: X'] },
  after: { kind: 'text', text: 'CREATE PROCEDURE a() SELECT 2', settings: ['sql_mode: none', 'grant: X'] },
};

describe('the sides of a step', () => {
  it('are the texts, with the settings that differ on top', () =>
    assert.deepEqual(printSides(step), {
      before: '-- sql_mode: ANSI\nCREATE PROCEDURE a() SELECT 1\n',
      after: '-- sql_mode: none\nCREATE PROCEDURE a() SELECT 2\n',
    }));

  it('are never empty: a routine that did not exist and a text that is gone are told apart', () => {
    const unknown = { kind: 'unknown', reason: 'The ledger does not have this text any more.' } as const;
    const sides = printSides({ ...step, before: { kind: 'absent' }, after: unknown });
    assert.equal(sides.before, '-- procedure shop.a did not exist before this step.\n');
    assert.match(sides.after, /^-- The text after this step is not available\. The ledger does not have/);
    assert.equal(hasNoText({ ...step, before: { kind: 'absent' }, after: unknown }), true);
    assert.equal(hasNoText({ ...step, before: unknown }), false);
  });

  it('have a title with versions, place and time', () =>
    assert.equal(
      printDiffTitle('dev', '2026-11-30T14:03:11.123456Z', step),
      'a: 1.0.0 → unregistered (dev, 2026-11-30 14:03 UTC)',
    ));
});

describe('the statements of a deployment', () => {
  it('can be run by the plain client', () =>
    assert.equal(
      printStatements('dev', { deployment: 'd1', startedAt: '2026-11-30T14:03:11Z', steps: [step] }),
      `-- Deployment d1 to dev, started at 2026-11-30T14:03:11Z

-- 1. replace procedure shop.a: 1.0.0 → unregistered on db:3306/shop (done)
DELIMITER $$
DROP PROCEDURE a$$
CREATE PROCEDURE a() BEGIN SELECT 1; END$$
DELIMITER ;
`,
    ));

  it('say where there are none', () =>
    assert.match(
      printStatements('dev', { deployment: 'd1', startedAt: 'x', steps: [{ ...step, sql: [] }] }),
      /The ledger has no statements of this step/,
    ));
});
