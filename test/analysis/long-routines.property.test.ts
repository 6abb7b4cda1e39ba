/** Routines with thousands of names: what is asked of each name must not cost a look at all others. */
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
});
