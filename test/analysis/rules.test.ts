import assert from 'node:assert/strict';
import { diagnoseAll } from '../../engine/src/analysis/diagnose';
import { indexFiles } from '../support/source-files';
import { checkDiagnostics, messageOf } from './check-diagnostics';

describe('missing-routine', () => {
  it('marks a CALL of what no file defines', () =>
    checkDiagnostics(`
CREATE PROCEDURE close_day() CALL post_totals(1);
--                                ^^^^^^^^^^^ missing-routine
`));
  it('finds the callee in another file, in any case', () =>
    checkDiagnostics(`
-- file: billing.sql
CREATE PROCEDURE close_day() CALL POST_totals(1);
-- file: totals.sql
CREATE PROCEDURE post_totals(IN day_id INT) SELECT 1;
`));
  it('marks a stored function in an expression, and no built-in one', () =>
    checkDiagnostics(`
CREATE PROCEDURE p() SELECT UPPER(net_price(3));
--                                ^^^^^^^^^ missing-routine
`));
  it('tells a function from a procedure of that name', () =>
    checkDiagnostics(`
CREATE PROCEDURE total() SELECT 1;
CREATE PROCEDURE p() SELECT total();
--                          ^^^^^ missing-routine
`));
  it('says of an unknown schema that it is unknown', () => {
    const message = messageOf('CREATE PROCEDURE p() CALL warehouse.pick(1);');
    assert.match(
      message,
      /^Cannot check whether procedure `warehouse.pick` exists: no source file defines anything in schema `warehouse`/,
    );
  });
  it('knows what the server brings along', () => checkDiagnostics('CREATE PROCEDURE p() CALL sys.ps_setup_save(1);'));
  it('knows what a package has', () =>
    checkDiagnostics(
      `
CREATE PACKAGE BODY bank AS PROCEDURE pay() AS BEGIN SELECT 1; END; END;
CREATE PROCEDURE p() AS BEGIN bank.pay(); CALL bank.PAY(); CALL bank.fee(); END;
--                                                              ^^^^^^^^ missing-routine
`,
      { parserOptions: { dialect: 'mariadb', serverVersion: 101100, sqlMode: ['ORACLE'] } },
    ));
  it('names the remedy', () =>
    assert.match(messageOf('CREATE PROCEDURE p() CALL q();'), /Undefined procedure `shop\.q`.*1305.*Correct the name/));
});

describe('argument-count', () => {
  it('marks too few and too many', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(IN a INT, IN b INT) SELECT 1;
CREATE PROCEDURE few() CALL p(1);
--                          ^ argument-count
CREATE PROCEDURE many() CALL p(1, 2, CONCAT('a', 'b'));
--                           ^ argument-count
CREATE PROCEDURE right_() CALL p(1, (2 + 3));
`));
  it('takes a CALL without parentheses as one without arguments', () =>
    checkDiagnostics(`
CREATE PROCEDURE p() SELECT 1;
CREATE PROCEDURE q() CALL p;
`));
  it('counts those of functions', () =>
    checkDiagnostics(`
CREATE FUNCTION half(n INT) RETURNS INT DETERMINISTIC RETURN n / 2;
CREATE PROCEDURE q() SELECT half(1, 2);
--                          ^^^^ argument-count
`));
});

describe('out-argument', () => {
  it('marks an expression where a variable is written to', () =>
    checkDiagnostics(`
CREATE PROCEDURE p(OUT total INT) SET total = 1;
CREATE PROCEDURE q() CALL p(1 + 1);
--                          ^^^^^ out-argument
CREATE PROCEDURE r() CALL p(@total);
`));
});

describe('duplicate-definition', () => {
  it('marks both', () =>
    checkDiagnostics(`
-- file: a.sql
CREATE PROCEDURE p() SELECT 1;
--               ^ duplicate-definition
-- file: b.sql
CREATE PROCEDURE shop.P() SELECT 2;
--               ^^^^^^ duplicate-definition
`));
  it('takes a function and a procedure of one name for two', () =>
    checkDiagnostics(`
CREATE PROCEDURE p() SELECT 1;
CREATE FUNCTION p() RETURNS INT DETERMINISTIC RETURN 1;
`));
});

describe('duplicate-definition over many files', () => {
  const file = (name: string, ...routines: readonly string[]): string =>
    `-- file: ${name}.sql\n${routines.map((one) => `CREATE PROCEDURE ${one}() SELECT '${name}';`).join('\n')}\n`;
  const versions = file('V1', 'p', 'q') + file('V2', 'p') + file('V10', 'p');

  it('is one information where three files define one routine', () =>
    assert.deepEqual(
      diagnoseAll(indexFiles(versions)).map(({ file: where, severity, code, message }) => [
        where,
        severity,
        code,
        message,
      ]),
      [
        [
          'V1.sql',
          'information',
          'duplicate-definition',
          'Found 3 definitions of 1 routine in 3 files. Set which files count with `"duplicates": { "prefer": […] }` in sproc.json.',
        ],
      ],
    ));

  it('is one information where two files define five routines', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const found = diagnoseAll(indexFiles(file('dump', ...names) + file('single', ...names)));
    assert.deepEqual(
      found.map(({ severity, message }) => `${severity}: ${message.split('.')[0]}`),
      ['information: Found 10 definitions of 5 routines in 2 files'],
    );
  });

  it('is settled by the files that count: of several the last by path', () => {
    const index = indexFiles(versions);
    const counting = (): readonly string[] => index.routines().map(({ key, file: where }) => `${key.name} of ${where}`);
    index.prefer(new Map(['V1.sql', 'V2.sql', 'V10.sql'].map((one) => [one, 0])));
    assert.deepEqual(diagnoseAll(index), []);
    assert.deepEqual(counting(), ['q of V1.sql', 'p of V10.sql']);
    index.prefer(
      new Map([
        ['V2.sql', 0],
        ['V10.sql', 1],
      ]),
    );
    assert.deepEqual(counting(), ['q of V1.sql', 'p of V2.sql']);
    index.prefer(new Map([['V7.sql', 0]]));
    assert.equal(diagnoseAll(index).length, 1);
  });

  it('is no matter where a file drops the routine in between', () => {
    checkDiagnostics(`
CREATE PROCEDURE p() SELECT 1;
DROP PROCEDURE IF EXISTS p;
CREATE PROCEDURE p() SELECT 2;
`);
    checkDiagnostics(`
CREATE PROCEDURE p() SELECT 1;
--               ^ duplicate-definition
   DROP PROCEDURE IF EXISTS q;
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^ not-carried-out
CREATE PROCEDURE p() SELECT 2;
--               ^ duplicate-definition
`);
  });
});

describe('missing-routine for functions of libraries', () => {
  it('knows those that a file installs', () =>
    checkDiagnostics(`
-- file: a.sql
   CREATE AGGREGATE FUNCTION IF NOT EXISTS median RETURNS REAL SONAME 'udf.so';
-- ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not-carried-out
CREATE FUNCTION Sys_Exec RETURNS INTEGER SONAME 'udf.so';
-- file: b.sql
CREATE PROCEDURE p() SELECT median(1), sys_exec('ls'), sys_eval('ls');
--                                                     ^^^^^^^^ missing-routine
`));

  it('knows those of the components of the server', () => {
    const text = `
CREATE PROCEDURE p() SELECT mask_inner('a', 1, 1), keyring_key_fetch('k'), group_replication_set_as_primary('u');
`;
    checkDiagnostics(text);
    checkDiagnostics('\nCREATE PROCEDURE p() SELECT spider_direct_sql(1, 2, 3);\n', {
      parserOptions: { dialect: 'mariadb', serverVersion: 101100 },
    });
  });
});

describe('call-cycle', () => {
  it('tells the path', () => {
    checkDiagnostics(`
CREATE PROCEDURE a() CALL b();
--               ^ call-cycle
CREATE PROCEDURE b() CALL a();
--               ^ call-cycle
CREATE PROCEDURE c() CALL a();
`);
    assert.match(messageOf('CREATE PROCEDURE a() CALL a();'), /a → a/);
  });

  it('shortens the path of a ring of many', () => {
    const ring = Array.from({ length: 300 }, (_, i) => `CREATE PROCEDURE p${i}() CALL p${(i + 1) % 300}();\n`);
    const messages = diagnoseAll(indexFiles(ring.join('')), {
      settings: { 'missing-delimiter': 'off' },
      liveSchema: null,
    }).map(({ message }) => message);
    assert.equal(messages.length, 300);
    assert.match(messages[0] ?? '', /: p0 → p1 → p2 → … \(300 routines\) → p0\. /);
    assert.match(messages[299] ?? '', /: p299 → p0 → p1 → … \(300 routines\) → p299\. /);
  });
});

describe('recursive-function', () => {
  it('marks what the server refuses to run', () =>
    checkDiagnostics(`
CREATE FUNCTION f(n INT) RETURNS INT DETERMINISTIC RETURN f(n - 1);
--              ^ recursive-function
`));
});

describe('unpreparable-statement', () => {
  const text = `
CREATE PROCEDURE p() PREPARE s FROM 'CREATE PROCEDURE q() SELECT 1';
`;
  it('marks what MySQL cannot prepare', () => assert.match(messageOf(text), /^MySQL cannot prepare CREATE PROCEDURE/));
  it('is silent for MariaDB, which can', () =>
    checkDiagnostics(text, { parserOptions: { dialect: 'mariadb', serverVersion: 101100 } }));
});

describe('suppression', () => {
  it('silences a code on its line or the next, with a reason', () =>
    checkDiagnostics(`
-- sproc:ignore missing-routine the installer makes it
CREATE PROCEDURE a() CALL nowhere();
CREATE PROCEDURE b() CALL nowhere(); -- sproc:ignore missing-routine made by hand
`));
  it('needs a reason', () =>
    checkDiagnostics(`
-- sproc:ignore missing-routine
CREATE PROCEDURE a() CALL nowhere();
--                        ^^^^^^^ missing-routine
`));
  it('silences no other code', () =>
    checkDiagnostics(`
-- sproc:ignore argument-count because
CREATE PROCEDURE a() CALL nowhere();
--                        ^^^^^^^ missing-routine
`));
});

describe('severities', () => {
  it('are the project’s to set', () =>
    checkDiagnostics('CREATE PROCEDURE a() CALL nowhere();', { settings: { 'missing-routine': 'off' } }));
});
