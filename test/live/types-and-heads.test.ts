/**
 * Property: a function with any type as parameter and as result, and with a head written in any way, deploys, reads back,
 * compares equal and rolls back.
 */
import assert from 'node:assert/strict';
import type { Flavor } from '../../scripts/servers/flavor';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const types = [
  ...[
    'TINYINT',
    'TINYINT(1)',
    'BOOL',
    'INT1',
    'SMALLINT(4) UNSIGNED',
    'MIDDLEINT',
    'INT(11)',
    'INT(5) ZEROFILL',
    'INT ZEROFILL',
  ],
  ...[
    'INT SIGNED',
    'INTEGER',
    'BIGINT(20) UNSIGNED',
    'DEC',
    'NUMERIC(5)',
    'FIXED',
    'DECIMAL(05,02)',
    'DECIMAL(5,2) ZEROFILL',
  ],
  ...[
    'FLOAT',
    'FLOAT(10)',
    'FLOAT(25)',
    'FLOAT(7,3)',
    'FLOAT4',
    'DOUBLE PRECISION',
    'REAL(8,2)',
    'FLOAT8',
    'BIT',
    'BIT(8)',
  ],
  ...['YEAR', 'YEAR(4)', 'DATE', 'TIME(0)', 'TIME(3)', 'DATETIME(0)', 'DATETIME(6)', 'TIMESTAMP(0)', 'TIMESTAMP(2)'],
  ...[
    'CHAR',
    'CHAR BYTE',
    'CHAR(5) BYTE',
    'CHAR(5) ASCII',
    'CHAR(5) UNICODE',
    'CHAR(5) ASCII BINARY',
    'CHAR(5) BINARY ASCII',
  ],
  ...[
    'CHAR(5) CHARSET latin1 BINARY',
    'CHAR(5) CHARACTER SET binary',
    "CHAR(5) CHARSET 'latin1'",
    'CHAR(5) CHARSET utf8mb3',
  ],
  ...[
    'CHAR(5) CHARACTER SET latin1 COLLATE latin1_bin',
    'NCHAR',
    'NCHAR(5) BINARY',
    'NATIONAL CHARACTER(5)',
    'VARCHAR(0010)',
  ],
  ...[
    'CHARACTER VARYING(10)',
    'VARCHAR(10) BYTE',
    'VARCHAR(10) ASCII',
    'VARCHAR(10) UNICODE',
    'VARCHAR(10) CHARACTER SET binary',
  ],
  ...['NVARCHAR(10)', 'NVARCHAR(10) BINARY', 'NATIONAL VARCHAR(10)', 'NCHAR VARCHAR(10)', 'NCHAR VARYING(10)'],
  ...[
    'NATIONAL CHAR VARYING(10)',
    'BINARY',
    'BINARY(5)',
    'VARBINARY(5)',
    'TINYBLOB',
    'BLOB',
    'BLOB(0)',
    'BLOB(10)',
    'BLOB(256)',
  ],
  ...[
    'BLOB(65536)',
    'BLOB(16777216)',
    'TEXT',
    'TEXT(0)',
    'TEXT(63)',
    'TEXT(64)',
    'TEXT(255)',
    'TEXT(16384)',
    'TEXT(4194304)',
  ],
  ...[
    'TEXT(100) CHARSET latin1',
    'TEXT(256) CHARSET latin1',
    'TEXT(10) CHARACTER SET binary',
    'TEXT BINARY',
    'TEXT ASCII',
  ],
  ...[
    'TEXT UNICODE',
    'TEXT BYTE',
    'TINYTEXT BYTE',
    'MEDIUMTEXT',
    'LONGTEXT',
    'LONG',
    'LONG VARCHAR',
    'LONG VARBINARY',
    'JSON',
  ],
  ...[
    'LONG CHAR VARYING',
    'LONG BINARY',
    'LONG CHARSET binary',
    "ENUM('a ','b  ')",
    'ENUM("a","it\'s")',
    "ENUM(x'61','b')",
  ],
  ...[
    "ENUM('a','b') BINARY",
    "ENUM('a','b') CHARSET binary",
    "SET('a ','b')",
    'SET("q""q",\'b\')',
    'GEOMETRY',
    'POINT',
  ],
  ...[
    'GEOMETRYCOLLECTION',
    'VARCHAR( 10 ) CHARACTER  SET  utf8mb4  COLLATE  utf8mb4_bin',
    'INT ( 11 ) UNSIGNED ZEROFILL',
  ],
];

const typesOf: Readonly<Record<Flavor, readonly string[]>> = {
  mysql: ['GEOMCOLLECTION', 'SERIAL', 'VECTOR', 'VECTOR(3)'],
  mariadb: [
    'CHAR BINARY',
    'VARCHAR(10) BINARY',
    'CHAR(5) COLLATE utf8mb4_bin',
    'CHAR(5) COLLATE binary',
    'UUID',
    'INET6',
  ],
};

const oracleTypes = [
  ...[
    'VARCHAR2(10)',
    'NUMBER',
    'NUMBER(5)',
    'NUMBER(5,2)',
    'DATE',
    'CLOB',
    'BLOB',
    'RAW(5)',
    'CHAR',
    'CHAR(5)',
    'NCHAR',
    'LONG',
  ],
  ...[
    'VARCHAR2(10) CHARACTER SET latin1',
    'VARCHAR2(10) COLLATE utf8mb4_bin',
    'INTEGER',
    'TIMESTAMP',
    'BOOLEAN',
    'BINARY',
  ],
];

/** The clauses between the name and the body. */
const heads = [
  ...[
    '( a INT) RETURNS INT',
    '( ) RETURNS INT',
    '(\n  a INT,\n  b INT\n) RETURNS INT',
    '(/* c */ a INT /* d */ ) RETURNS INT',
  ],
  ...[
    '(-- x\n a INT -- y\n) RETURNS INT',
    '(/* only */) RETURNS INT',
    ' ( a INT , b INT )\n RETURNS INT',
    '(\ta INT) RETURNS INT',
  ],
  ...[
    '(#x\n a INT) RETURNS INT',
    '(/*!50000 a INT*/) RETURNS INT',
    '(/*!50000 a */ INT /*!50000 , b INT */) RETURNS INT',
  ],
  ...['(\r\n  a INT\r\n) RETURNS INT', '(\n  -- the first\n  `a` INT) RETURNS INT'],
];

const oracleTexts = [
  ...[
    'PROCEDURE NAME AS BEGIN NULL; END',
    'PROCEDURE NAME IS x INT; BEGIN NULL; END NAME',
    'FUNCTION NAME RETURN INT IS BEGIN RETURN 2; END NAME',
  ],
  ...[
    'FUNCTION NAME RETURN INT AS BEGIN RETURN 2; END',
    'FUNCTION NAME( a INT) RETURN INT AS BEGIN RETURN 2; END /*x*/ NAME',
  ],
  ...[
    'FUNCTION NAME( a IN INT , b VARCHAR2(10)) RETURN INT DETERMINISTIC AS BEGIN RETURN 2; END',
    'PROCEDURE NAME ( a IN INT , b OUT NUMBER ) AS BEGIN NULL; END',
  ],
  ...[
    'FUNCTION NAME RETURN INT AS x INT := 1; BEGIN RETURN 2; EXCEPTION WHEN OTHERS THEN RETURN 3; END\nNAME',
    'PROCEDURE NAME AS\n-- d\nBEGIN\n  NULL;\nEND\nNAME',
  ],
];

const oracle = "SET sql_mode = 'ORACLE';\n";

function listTexts(flavor: Flavor): readonly string[] {
  const plain = [
    ...[...types, ...typesOf[flavor]].map(
      (type) => `FUNCTION NAME(a ${type}) RETURNS ${type} DETERMINISTIC RETURN NULL;`,
    ),
    ...heads.map((head) => `FUNCTION NAME${head} DETERMINISTIC RETURN 1;`),
  ];
  if (flavor === 'mysql') return plain.map((text) => `CREATE ${text}`);
  const ofOracle = [
    ...oracleTypes.map((type) => `FUNCTION NAME(a ${type}) RETURN ${type} DETERMINISTIC AS BEGIN RETURN NULL; END`),
    ...oracleTexts,
  ];
  return [
    ...plain.map((text) => `CREATE ${text}`),
    'CREATE AGGREGATE FUNCTION NAME( x INT) RETURNS INT BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND RETURN 1; LOOP FETCH GROUP NEXT ROW; END LOOP; END',
    ...ofOracle.map((text) => `${oracle}DELIMITER //\nCREATE ${text}//\n`),
  ];
}

describe('types and heads', () => {
  onEachServer((server) => {
    for (const characterSet of ['utf8mb4', 'latin1']) {
      describe(`in a schema of ${characterSet}`, () => {
        const schema = freshSchema(server);
        before(() => server.run(`ALTER DATABASE ${schema.name} CHARACTER SET ${characterSet}`));
        after(() => server.run(`DROP DATABASE IF EXISTS ${schema.name}_ledger`));

        it('deploy, read back, compare equal and roll back', async () => {
          const files = Object.fromEntries(
            listTexts(server.flavor).map((text, i) => [`f${i}.sql`, text.replaceAll('NAME', `f${i}`)]),
          );
          const project = liveProject(server, schema.name, { files });
          const deployed = expectOk(await project.deploy({ environment: 'test' }));
          const wrong = deployed.steps.filter(({ error }) => error !== null);
          assert.deepEqual(
            wrong.map(({ routine, error }) => [error, files[`${routine.split('.')[1] ?? ''}.sql`]]),
            [],
          );
          assert.equal(deployed.outcome, 'deployed');
          const compared = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
          assert.deepEqual(compared.differences, []);
          assert.equal(expectOk(await project.deploy({ environment: 'test' })).outcome, 'nothing-to-do');
          const { deployment } = deployed;
          if (deployment === null) throw new Error('The deployment has no id.');
          assert.equal(expectOk(await project.rollBack({ environment: 'test', deployment })).outcome, 'deployed');
        });
      });
    }
  });
});
