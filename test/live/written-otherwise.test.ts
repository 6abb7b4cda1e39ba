/**
 * Property: what the server keeps in other words than the file has deploys, compares equal, needs nothing more, and can be
 * changed and rolled back.
 */
import assert from 'node:assert/strict';
import type { Flavor } from '../../scripts/servers/flavor';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const intervals = [
  ...["'2' HOUR", "'90' MINUTE", '60*24 MINUTE', '1+1 DAY', '(2) HOUR', '007 HOUR', '1.5 HOUR', '2.5 HOUR', '1.4 HOUR'],
  ...[
    '-(-2) HOUR',
    '0x10 HOUR',
    '5 DIV 2 HOUR',
    '7/2 HOUR',
    '25e-1 HOUR',
    'TRUE HOUR',
    '(SELECT 3) HOUR',
    'ABS(-4) DAY',
  ],
  ...["'1:30' HOUR_MINUTE", "'90' HOUR_MINUTE", '90 HOUR_MINUTE', "'1:90' HOUR_MINUTE", "'1-30' YEAR_MONTH"],
  ...["'1 2:3:4' DAY_SECOND", "'1.5' DAY_HOUR", "'1:2' MINUTE_SECOND", '1 SQL_TSI_HOUR', '2 /* ends */ WEEK'],
];

const moments = [
  ...["'2032-01-01'", "'2032-01-01 10:00'", '20320101', "'2032/01/01 10:00:00'", "TIMESTAMP'2032-01-01 10:00:00'"],
  ...["'2032-01-01T10:00:00'", "'2032-1-1 9:00:00'", "'2032-01-01 10:00:00.7'", '20320101100000', "'20320101'"],
  ...['NOW() + INTERVAL 1 YEAR', 'CURRENT_TIMESTAMP + INTERVAL 1 YEAR', "(SELECT '2032-01-01 10:00:00')"],
];

const events = [
  ...intervals.map((interval) => `EVERY ${interval}`),
  ...moments.map((moment) => `EVERY 1 DAY ENDS ${moment}`),
  ...moments.map((moment) => `EVERY 1 DAY STARTS ${moment} ENDS '2035-01-01'`),
  ...moments.map((moment) => `AT ${moment}`),
].map((schedule) => `CREATE EVENT NAME ON SCHEDULE ${schedule} DISABLE DO SELECT 1;`);

const types = [
  ...[
    'DEC(0)',
    'DECIMAL(0)',
    'DECIMAL(0,0)',
    'NUMERIC(0) ZEROFILL',
    'DECIMAL(5.7)',
    'BIT(3.0)',
    'FLOAT(0)',
    'INT(3.0) ZEROFILL',
  ],
  ...['YEAR UNSIGNED', 'YEAR(4) ZEROFILL', 'INT(0)', 'INT(0) ZEROFILL', 'TINYINT(0) ZEROFILL', 'CHAR(0)', 'VARCHAR(0)'],
  ...['VARCHAR(10.0)', 'VARCHAR(10.6)', 'TEXT(10.0)', "ENUM(b'01100001','b')", "ENUM(0x61, b'01100010')"],
  ...["ENUM(0b01100001, X'62')", "ENUM(0x616, b'101100010')", "ENUM(0xE9, 'b') CHARSET latin1", "ENUM(0xC3A9, 'b')"],
  ...["ENUM('a\\\\b','c\\td','e\\nf','g\\rh','i\\Zj','k''l','m\"n', 'a\\0b')"],
];

const typesOf: Readonly<Record<Flavor, readonly string[]>> = {
  mysql: ['VECTOR(0)'],
  mariadb: [
    ...[
      'BIT(0)',
      'UUID(5)',
      'INET6(5)',
      'DOUBLE(0,0)',
      'FLOAT(0,0)',
      'YEAR(2)',
      'YEAR(0)',
      'VARCHAR(10) COLLATE DEFAULT',
    ],
    ...['VARCHAR(10) CHARSET latin1 COLLATE DEFAULT', 'VARCHAR(10) CHARSET utf8mb3 COLLATE uca1400_ai_ci'],
    ...['VARCHAR(10) CHARSET utf8mb3 COLLATE uca1400_nopad_ai_cs'],
  ],
};

const oracleTypes = [
  ...[
    'VARCHAR2',
    'VARCHAR',
    'RAW',
    'VARBINARY',
    'NVARCHAR',
    'VARCHAR CHARACTER SET latin1',
    'CHARACTER VARYING',
    'NCHAR',
  ],
  ...[
    'VARCHAR2 CHARACTER SET binary',
    'NCHAR VARYING',
    'VARCHAR BYTE',
    'CHAR BYTE',
    'NUMBER(0)',
    'NUMBER(0,0)',
    'RAW(0)',
  ],
];

const unescapedTypes = [
  ...[
    "ENUM('\\','x')",
    "ENUM('a\\','x')",
    "ENUM('a\\b','x''y')",
    "SET('a\\n','x\"y')",
    "ENUM('a\\\\n')",
    "ENUM(0x0A,'b')",
  ],
];

const block = 'BEGIN DECLARE v INT DEFAULT 1; RETURN NULL; END//';
const returning = (type: string): string =>
  `DELIMITER //\nCREATE FUNCTION NAME(a ${type}) RETURNS ${type} DETERMINISTIC ${block}`;
const ofOracle = (type: string): string =>
  `SET sql_mode = 'ORACLE';\nDELIMITER //\nCREATE FUNCTION NAME(a ${type}) RETURN ${type} DETERMINISTIC AS v INT := 1; BEGIN RETURN NULL; END//`;
const unescaped = unescapedTypes.map(
  (type) =>
    `SET sql_mode = 'NO_BACKSLASH_ESCAPES';\n${returning(type).replace('DETERMINISTIC', "DETERMINISTIC COMMENT 'a\\n'")}`,
);

const unfinished = [
  ...[
    'FUNCTION NAME() RETURNS INT DETERMINISTIC RETURN 1 /*!50000 + 1 */',
    'PROCEDURE NAME() SELECT 1 /*!50000 FROM t */',
  ],
  ...['PROCEDURE NAME() SELECT 1 /*! + 1*/', 'PROCEDURE NAME() SELECT 1 /*!50000 + */ 1 /*!50000 FROM t*/'],
  ...['PROCEDURE NAME() BEGIN SELECT 1; /*!50000 SELECT 1; END */', 'PROCEDURE NAME() /*!50000 SELECT 1 */'],
  ...['PROCEDURE NAME() SELECT 1 /*!99999 FROM t */', 'FUNCTION NAME() RETURNS INT RETURN 1 /*!50000 */'],
  ...[
    'EVENT NAME ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT 1 /*!50000 FROM t */',
    'VIEW NAME AS SELECT 1 /*!50000 AS a */',
  ],
  ...[
    'TRIGGER NAME BEFORE INSERT ON t FOR EACH ROW SET @a = 1 /*!50000 + 1 */',
    'PROCEDURE NAME() SELECT 1 /*!50000 */',
  ],
].map((text) => `DELIMITER //\nCREATE ${text}//`);

const texts: Readonly<Record<string, Readonly<Record<Flavor, readonly string[]>>>> = {
  'schedules of events': { mysql: events, mariadb: events },
  types: {
    mysql: [...types, ...typesOf.mysql].map(returning),
    mariadb: [...[...types, ...typesOf.mariadb].map(returning), ...oracleTypes.map(ofOracle)],
  },
  'types without escapes': { mysql: unescaped, mariadb: unescaped },
  'texts that end in an executable comment': { mysql: unfinished, mariadb: unfinished },
};

describe('what the server words otherwise', () => {
  onEachServer((server) => {
    for (const [what, { [server.flavor]: sources }] of Object.entries(texts))
      describe(what, () => {
        const schema = freshSchema(server);
        before(() => server.run(`CREATE TABLE ${schema.name}.t (id INT)`));
        after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

        it('deploy, compare equal, change and roll back', async () => {
          const files = Object.fromEntries(sources.map((text, i) => [`x${i}.sql`, text.replaceAll('NAME', `x${i}`)]));
          const project = liveProject(server, schema.name, { files });
          const deploy = async (): Promise<string> => {
            const { deployment, steps, outcome } = expectOk(await project.deploy({ environment: 'test' }));
            const wrong = steps.filter(({ error }) => error !== null);
            assert.deepEqual(
              wrong.map(({ routine, error }) => [error, files[`${routine.split('.')[1] ?? ''}.sql`]]),
              [],
            );
            assert.deepEqual([outcome, steps.length], ['deployed', sources.length]);
            return deployment ?? assert.fail('The deployment has no id.');
          };
          const compare = async () => expectOk(await project.compare({ left: 'workspace', right: 'test' })).differences;
          const assertEqual = async (): Promise<void> => assert.deepEqual(await compare(), []);
          const assertDone = async (): Promise<void> => {
            await assertEqual();
            const { routines } = expectOk(await project.status({}));
            assert.deepEqual(
              routines.filter(({ environments }) => environments['test']?.state !== 'in-sync'),
              [],
            );
            assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
          };
          await deploy();
          await assertDone();
          for (const [file, text] of Object.entries(files))
            project.files.set(file, text.replace(/\b1\b(?!.*\b1\b)/s, '2'));
          const second = await deploy();
          await assertDone();
          const { outcome } = expectOk(await project.rollBack({ environment: 'test', deployment: second }));
          assert.equal(outcome, 'deployed');
          for (const [file, text] of Object.entries(files)) project.files.set(file, text);
          if (!what.startsWith('texts')) return assertDone();
          // The source of a restored view is unknown.
          const known = (await compare()).filter(({ kind }) => kind !== 'unknown');
          assert.deepEqual(known, []);
        });
      });

    describe('an expression that the server works out', () => {
      const schema = freshSchema(server);
      after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

      it('is deployed anew once the source says another one', async () => {
        const write = (years: number): string =>
          `CREATE EVENT e ON SCHEDULE EVERY 1 DAY ENDS NOW() + INTERVAL ${years} YEAR DISABLE DO SELECT 1;`;
        const project = liveProject(server, schema.name, { files: { 'e.sql': write(1) } });
        const deploy = async (): Promise<string> => expectOk(await project.deploy({ environment: 'test' })).outcome;
        assert.deepEqual([await deploy(), await deploy()], ['deployed', 'nothing-to-do']);
        project.files.set('e.sql', write(2));
        assert.deepEqual([await deploy(), await deploy()], ['deployed', 'nothing-to-do']);
      });
    });

    describe('a text of a head that the server would store in part', () => {
      const schema = freshSchema(server);
      after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

      it('is found by the check and the plan, and nothing is deployed', async () => {
        const lossy = {
          'p.sql': "CREATE PROCEDURE p() COMMENT 'a 😀' SELECT 1;",
          'f.sql': "CREATE FUNCTION f() RETURNS ENUM('😀','b') DETERMINISTIC RETURN NULL;",
          'e.sql': "CREATE EVENT e ON SCHEDULE EVERY 1 DAY COMMENT 'a\\0b' DO SELECT 1;",
          ...(server.flavor === 'mysql' ? { 'z.sql': "CREATE PROCEDURE z() COMMENT 'a\\0b' SELECT 1;" } : {}),
        };
        const project = liveProject(server, schema.name, { files: lossy });
        const { findings } = expectOk(await project.preflight({ environment: 'test' }));
        const codes = findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
        assert.deepEqual(
          codes,
          Object.keys(lossy).map(() => 'lossy-text'),
        );
        const { diagnostics } = expectOk(await project.check({}));
        assert.deepEqual(diagnostics.filter(({ code }) => code === 'lossy-text').length, codes.length);
        assert.equal((await project.deploy({ environment: 'test' })).ok, false);
      });

      it('is stored so by the server, and all else as it is', async () => {
        const { name } = schema;
        await server.run(`CREATE PROCEDURE ${name}.q() COMMENT 'a 😀' SELECT 1`);
        const [row] = await server.run(
          `SELECT routine_comment AS told FROM information_schema.routines WHERE routine_schema = '${name}'`,
        );
        assert.equal(row?.['told'], 'a ?');
        await server.run(`DROP PROCEDURE ${name}.q`);
        const kept = "CREATE PROCEDURE p(a ENUM('😀')) COMMENT 'ä€' SELECT '😀' /* 😀 */;";
        const project = liveProject(server, name, { files: { 'p.sql': kept } });
        const deploy = async (): Promise<string> => expectOk(await project.deploy({ environment: 'test' })).outcome;
        assert.deepEqual([await deploy(), await deploy()], ['deployed', 'nothing-to-do']);
      });
    });
  });
});
