import assert from 'node:assert/strict';
import { normalType, type TypeReading } from '../../engine/src/routine/types/normal-type';
import { findTextType } from '../../engine/src/routine/types/text-lengths';

const mysql: TypeReading = { dialect: 'mysql', sqlMode: [] };
const mariadb: TypeReading = { dialect: 'mariadb', sqlMode: [] };
const oracle: TypeReading = { dialect: 'mariadb', sqlMode: ['ORACLE'] };

/** Checks that both texts mean the same type. */
function checkSame(left: string, right: string, reading = mysql): void {
  assert.deepEqual(normalType(left, reading), normalType(right, reading));
}

function checkDifferent(left: string, right: string, reading = mysql): void {
  assert.notDeepEqual(normalType(left, reading), normalType(right, reading));
}

describe('normal types', () => {
  it('know integer by all its names', () => {
    checkSame('INTEGER', 'int');
    checkSame('INT(11)', 'int');
    checkSame('INT4', 'int');
    checkSame('bigint(20) unsigned', 'BIGINT UNSIGNED');
    checkSame('MIDDLEINT', 'mediumint');
    checkDifferent('int', 'int unsigned');
    checkDifferent('int', 'bigint');
  });
  it('keep the width that zerofill needs, and that it implies unsigned', () => {
    checkSame('int(5) zerofill', 'INT(5) UNSIGNED ZEROFILL');
    checkDifferent('int(5) zerofill', 'int(6) zerofill');
  });
  it('know boolean as tinyint(1), and no other tinyint', () => {
    checkSame('BOOLEAN', 'tinyint(1)');
    checkSame('bool', 'tinyint(1)');
    checkSame('tinyint(4)', 'tinyint');
    checkDifferent('bool', 'tinyint');
    checkSame('TINYINT(1) UNSIGNED', 'tinyint unsigned');
    checkDifferent('TINYINT(1) UNSIGNED', 'tinyint(3) unsigned', mariadb);
  });
  it('drop the length of a place on MariaDB', () => {
    for (const name of ['GEOMETRY', 'POINT', 'MULTIPOINT', 'POLYGON']) checkSame(`${name}(3)`, name, mariadb);
  });
  it('know that ORACLE mode has no blob of its own', () => {
    checkSame('TEXT BYTE', 'blob', oracle);
    checkSame('BLOB(300)', 'longblob', oracle);
    checkDifferent('BLOB(100)', 'longblob', oracle);
  });
  it('know the bytes of lists', () => {
    checkSame("ENUM('a') BYTE", "enum('a') charset binary");
    checkSame("SET('a') COLLATE binary", "set('a') charset binary", mariadb);
    checkSame("ENUM(x'61', 0x62) CHARSET ucs2", "enum('a','b') charset ucs2");
    checkSame("ENUM(b'1100001') CHARSET utf32", "enum('a') charset utf32");
  });
  it('are longer ones where a server not in strict mode makes them so', () => {
    checkSame('VARBINARY(65536)', 'mediumblob');
    checkSame('VARCHAR(70000) CHARSET binary', 'mediumblob');
    assert.equal(findTextType('text(63) compressed', 'utf8mb4'), 'tinytext compressed');
    checkSame('VARBINARY(65535)', 'blob', mariadb);
    checkDifferent('VARBINARY(65532)', 'blob', mariadb);
    checkSame('VARBINARY(65532) COMPRESSED', 'blob  COMPRESSED', mariadb);
    checkSame('VARCHAR(65535) COMPRESSED CHARSET latin1', 'mediumtext COMPRESSED CHARSET latin1', mariadb);
    checkDifferent('VARBINARY(65535)', 'blob');
    assert.equal(findTextType(normalType('VARCHAR(65533)', mariadb).type, 'latin1'), 'text');
  });
  it('fill in default lengths', () => {
    checkSame('decimal', 'DECIMAL(10,0)');
    checkSame('NUMERIC(8)', 'decimal(8, 0)');
    checkSame('char', 'char(1)');
    checkSame('bit', 'bit(1)');
  });
  it('are told by a look where they are written so already, as they are when taken apart', () => {
    const names = 'int tinyint BIGINT mediumint date datetime timestamp double text longblob'.split(' ');
    const lengths = ['varchar(1)', 'varchar(999)', 'char(20)', 'decimal(10,0)', 'decimal(65,30)'];
    for (const dialect of ['mysql', 'mariadb'] as const)
      for (const text of [...names, ...lengths])
        assert.deepEqual(normalType(text, { dialect, sqlMode: [] }), normalType(`${text} `, { dialect, sqlMode: [] }));
  });

  it('fold case and space outside of quotes only', () => {
    checkSame("ENUM( 'A' , 'b' )", "enum('A','b')");
    checkDifferent("enum('a')", "enum('A')");
    checkDifferent("enum('a b')", "enum('a  b')");
  });
  it('take the character set apart', () => {
    assert.deepEqual(normalType('VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', mysql), {
      type: 'varchar(10)',
      characterSet: 'utf8mb4',
      collation: 'utf8mb4_bin',
    });
    assert.equal(normalType('text charset utf8', mysql).characterSet, 'utf8mb3');
  });
  it('know the varying kinds', () => {
    checkSame('CHARACTER VARYING(20)', 'varchar(20)');
    checkSame('DOUBLE PRECISION', 'double');
    checkSame('REAL', 'double');
  });
  it('take a precision of zero for none', () => {
    checkSame('TIME(0)', 'time');
    checkSame('DATETIME(0)', 'datetime');
    checkSame('TIMESTAMP(0)', 'timestamp');
    checkDifferent('TIME(3)', 'time');
  });
  it('know the precision of FLOAT as the servers do', () => {
    checkSame('FLOAT(24)', 'float');
    checkSame('FLOAT(25)', 'double');
    checkDifferent('FLOAT(7,3)', 'float');
    assert.equal(normalType('REAL', { dialect: 'mysql', sqlMode: ['REAL_AS_FLOAT'] }).type, 'float');
  });
  it('find the text and binary type by its length in bytes', () => {
    checkSame('BLOB(255)', 'tinyblob');
    checkSame('BLOB(65536)', 'mediumblob');
    checkSame('TEXT(100) CHARSET latin1', 'tinytext charset latin1');
    checkSame('TEXT(100) CHARSET utf8mb4', 'text charset utf8mb4');
    assert.equal(findTextType(normalType('TEXT(100)', mysql).type, 'latin1'), 'tinytext');
    assert.equal(findTextType(normalType('TEXT(100)', mysql).type, 'utf8mb4'), 'text');
  });
  it('know what BYTE, ASCII, UNICODE, BINARY and NATIONAL stand for', () => {
    checkSame('CHAR(5) BYTE', 'binary(5)');
    checkSame('VARCHAR(5) CHARACTER SET binary', 'varbinary(5)');
    checkSame('CHAR(5) ASCII', 'char(5) charset latin1');
    checkSame('CHAR(5) UNICODE', 'char(5) charset ucs2');
    checkSame('CHAR(5) CHARSET latin1 BINARY', 'char(5) charset latin1 collate latin1_bin');
    checkSame('NVARCHAR(5)', 'varchar(5) charset utf8mb3');
    checkSame('NATIONAL CHARACTER VARYING(5)', 'nvarchar(5)');
  });
  it('write the values of ENUM and SET in one way, without the blanks at their end', () => {
    checkSame(`ENUM('a ',"it's")`, "enum('a','it''s')");
    checkSame("SET(x'61','b')", "set('a','b')");
  });
  it('know the names that mean a type of another name', () => {
    checkSame('LONG', 'mediumtext');
    checkSame('LONG VARBINARY', 'mediumblob');
    checkSame('SERIAL', 'bigint unsigned');
    checkSame('JSON', 'longtext charset utf8mb4 collate utf8mb4_bin', mariadb);
    checkDifferent('JSON', 'longtext', mysql);
  });
  it('know the types of ORACLE mode, on MariaDB alone', () => {
    checkSame('VARCHAR2(10)', 'varchar(10)', oracle);
    checkSame('NUMBER', 'double', oracle);
    checkSame('NUMBER(8,2)', 'decimal(8,2)', oracle);
    checkSame('DATE', 'datetime', oracle);
    checkSame('CLOB', 'longtext', oracle);
    checkSame('RAW(5)', 'varbinary(5)', oracle);
    checkSame('CHAR', 'varchar(2000)', oracle);
    checkDifferent('DATE', 'datetime', mariadb);
  });
  it('know what a length of zero, decimals and signs of a year mean', () => {
    checkSame('DEC(0)', 'decimal(10,0)');
    checkSame('DECIMAL(0,0)', 'decimal(10,0)');
    checkSame('DECIMAL(0)', 'decimal(10,0)', mariadb);
    checkSame('VARCHAR(10.6)', 'varchar(10)');
    checkSame('YEAR(4) ZEROFILL', 'year');
    checkSame('INT(0) ZEROFILL', 'int(10) unsigned zerofill');
    checkSame('BIT(0)', 'bit(1)', mariadb);
    checkSame('UUID(5)', 'uuid', mariadb);
    checkSame('VECTOR(0)', 'vector(4294967295)');
    checkDifferent('VARCHAR(0)', 'varchar(1)');
    checkDifferent('YEAR(2)', 'year(4)', mariadb);
  });
  it('read binary literals of any base in the character set that is stated', () => {
    checkSame("ENUM(b'01100001',0x62)", "enum('a','b')");
    checkSame("ENUM(0b01100001,X'62')", "enum('a','b')");
    checkSame('ENUM(0xE9) CHARSET latin1', "enum('é') CHARSET latin1");
    checkDifferent("ENUM(b'01100001')", "enum('b')");
  });
  it('read backslashes under NO_BACKSLASH_ESCAPES as themselves', () => {
    const unescaped: TypeReading = { dialect: 'mysql', sqlMode: ['NO_BACKSLASH_ESCAPES'] };
    assert.equal(normalType("ENUM('\\','x')", unescaped).type, "enum('\\','x')");
    assert.equal(normalType("ENUM('a\\b','x''y')", unescaped).type, "enum('a\\b','x''y')");
    assert.equal(normalType("ENUM('a\\\\b')", mysql).type, "enum('a\\b')");
  });
  it('give VARCHAR2 and its like the length of ORACLE mode', () => {
    checkSame('VARCHAR2', 'varchar(4000)', oracle);
    checkSame('RAW', 'varbinary(4000)', oracle);
    checkSame('NVARCHAR', 'varchar(4000) CHARSET utf8mb3', oracle);
  });
  it('call a collation of several character sets after the one that is stated', () => {
    checkSame(
      'CHAR(1) CHARSET utf8mb3 COLLATE uca1400_ai_ci',
      'char(1) CHARSET utf8mb3 COLLATE utf8mb3_uca1400_ai_ci',
      mariadb,
    );
    checkSame('CHAR(1) COLLATE DEFAULT', 'char(1)', mariadb);
  });
});
