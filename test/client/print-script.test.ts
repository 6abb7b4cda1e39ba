/** The statements of a step, as SQL for a plain client: as the engine renders them, each text once. */
import assert from 'node:assert/strict';
import type { PlanStep } from '#engine';
import { printScript } from '../../client/src/documents/print-script';
import { keepGrants } from '../../engine/src/lifecycle/planning/strategies/grants';
import type { Change } from '../../engine/src/lifecycle/planning/strategies/strategy';
import { listStatements } from '../../engine/src/lifecycle/planning/steps/step-script';

const body = '() BEGIN\n  SELECT 1;\nEND';
const [after, ifNotExists] = [
  `CREATE PROCEDURE \`shop\`.\`a\`${body}`,
  `CREATE PROCEDURE IF NOT EXISTS \`shop\`.\`a\`${body}`,
];
const drop = 'DROP PROCEDURE `shop`.`a`';
const settings = "SET sql_mode = ''";
const key = { schema: 'shop', kind: 'procedure', name: 'a' } as const;
const grant = { key, user: 'joe', host: '%', privileges: ['EXECUTE'], grantOption: false };
const around = keepGrants({
  ...{
    key,
    before: { grants: [grant], saved: { text: '' } },
    after: null,
    facts: { automaticSpPrivileges: true },
    maySetGlobals: true,
  },
} as unknown as Change);

const step: PlanStep = {
  ...{ action: 'replace', routine: 'shop.a', kind: 'procedure', target: 'db:3306/shop', from: '1.0.0', to: '1.1.0' },
  ...{ strategy: 'queued', sql: [], smoke: [], hazards: [], before: 'old', after, grants: 1 },
} as const;
const queued = listStatements({
  ...{ kind: 'queued', settings, around, use: ['USE `shop`'], drop, create: ifNotExists, release: 'COMMIT' },
  ...{ hold: ['START TRANSACTION', 'SHOW CREATE PROCEDURE `shop`.`a`'], grants: [] },
});

/** Returns the lines that a plain client would run. */
function runnable(script: string): string {
  return script
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('--'))
    .join('\n');
}

describe('the statements of a step', () => {
  it('can be pasted into a plain client', () =>
    assert.equal(
      printScript([{ ...step, action: 'create', strategy: 'create', from: null, sql: [settings, after], grants: 0 }]),
      `-- create procedure shop.a 1.1.0 on db:3306/shop

SET sql_mode = '';

DELIMITER ;;
${after}
;;
DELIMITER ;
`,
    ));

  it('of a queued replacement have the text once, in an order that one session can run', () => {
    const script = printScript([{ ...step, sql: queued }]);
    assert.equal(script.split('SELECT 1;').length, 2);
    assert.equal(runnable(script), `${settings};\nUSE \`shop\`;\n${drop};\nDELIMITER ;;\n${after}\n;;\nDELIMITER ;`);
  });

  it('of a queued replacement explain why CREATE is sent twice, and list everything that is sent, as comments', () => {
    const script = printScript([{ ...step, sql: queued }]);
    assert.match(script, /^-- CREATE is sent twice: queued right after DROP/m);
    assert.match(script, /^-- {3}START TRANSACTION$/m);
    assert.equal(script.split('CREATE … (the text above, IF NOT EXISTS)').length, 3);
    assert.match(script, /DROP removes 1 grant here/);
  });

  it('of a replacement with DROP leave the grants of other sessions out', () => {
    assert.ok(around);
    const script = { kind: 'packet', settings, around, closing: [around.end], rescue: [], grants: [] } as const;
    const sql = listStatements({ ...script, statements: [around.begin, drop, after] });
    assert.equal(
      runnable(printScript([{ ...step, strategy: 'replace', sql }])),
      `${settings};\n${drop};\nDELIMITER ;;\n${after}\n;;\nDELIMITER ;`,
    );
  });

  it('give the grants back where the plan does', () => {
    const sql = [settings, drop, after, 'GRANT EXECUTE ON PROCEDURE `shop`.`a` TO `joe`@`%`'];
    assert.match(runnable(printScript([{ ...step, strategy: 'replace', sql }])), /GRANT EXECUTE.*;$/);
  });

  it('use a delimiter that the text does not contain', () => {
    const text = after.replace('SELECT 1;', () => "SELECT ';;', '$$';");
    const script = printScript([{ ...step, action: 'create', strategy: 'create', sql: [text], after: text }]);
    assert.match(script, /^DELIMITER \/\/$/m);
  });

  it('stay comments where a name has a line break', () => {
    const script = printScript([{ ...step, routine: 'a\nDROP TABLE b', sql: [drop], action: 'drop', after: null }]);
    assert.doesNotMatch(script, /^DROP TABLE/m);
  });
});
