/** Routines with thousands of names: what is asked of each name must not cost a look at all others. */
import { listNames } from '../../engine/src/routine/names/list-names';
import { routineOf } from '../support/routine-of';
import { checkDiagnostics } from './check-diagnostics';

const many = 15_000;

function list(one: (i: number) => string, separator = '\n'): string {
  return Array.from({ length: many }, (_, i) => one(i)).join(separator);
}

const bodies: Readonly<Record<string, string>> = {
  cursors: `${list((i) => `DECLARE c${i} CURSOR FOR SELECT ${i};`)} ${list((i) => `OPEN c${i}; CLOSE c${i};`)}`,
  variables: `${list((i) => `DECLARE v${i} INT;`)} ${list((i) => `SET v${i} = v${(i * 7) % many};`)}`,
  'a text that grows': `SET @s = ''; ${list((i) => `SET @s = CONCAT(@s, '${i}'); PREPARE s FROM @s;`)}`,
};

describe('a routine', () => {
  for (const [what, body] of Object.entries(bodies))
    it(`may have thousands of ${what}`, function () {
      this.timeout(20_000);
      checkDiagnostics(`DELIMITER $$\nCREATE PROCEDURE p() BEGIN ${body} END$$\n`);
    });

  it('may have thousands of parameters', function () {
    this.timeout(20_000);
    const parameters = list((i) => `a${i} INT`, ', ');
    const text = `CREATE PROCEDURE p(${parameters}) BEGIN ${list((i) => `SET @x = a${i}; SELECT 1 LIMIT a${i};`)} END`;
    checkDiagnostics(`DELIMITER $$\n${text}$$\n`);
  });

  it('may have more statements than a call may have arguments', function () {
    this.timeout(60_000);
    const statements = Array.from({ length: 150_000 }, (_, i) => `DO ${i};`).join('\n');
    const text = `CREATE PROCEDURE p() BEGIN\n${statements}\nEND`;
    checkDiagnostics(`DELIMITER $$\n${text}$$\n`);
    const { origin } = routineOf(text, { client: false });
    listNames(origin.script, origin.definition, origin.parserOptions);
  });
});
