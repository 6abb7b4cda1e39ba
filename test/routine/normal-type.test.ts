import assert from 'node:assert/strict';
import { normalType } from '../../engine/src/routine/normal-type';

/** Both texts mean one type. */
function checkSame(left: string, right: string): void {
  assert.deepEqual(normalType(left), normalType(right));
}

function checkDifferent(left: string, right: string): void {
  assert.notDeepEqual(normalType(left), normalType(right));
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
  });
  it('fill in default lengths', () => {
    checkSame('decimal', 'DECIMAL(10,0)');
    checkSame('NUMERIC(8)', 'decimal(8, 0)');
    checkSame('char', 'char(1)');
    checkSame('bit', 'bit(1)');
  });
  it('fold case and space outside of quotes only', () => {
    checkSame("ENUM( 'A' , 'b' )", "enum('A','b')");
    checkDifferent("enum('a')", "enum('A')");
    checkDifferent("enum('a b')", "enum('a  b')");
  });
  it('take the character set apart', () => {
    assert.deepEqual(normalType('VARCHAR(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'), {
      type: 'varchar(10)',
      characterSet: 'utf8mb4',
      collation: 'utf8mb4_bin',
    });
    assert.equal(normalType('text charset utf8').characterSet, 'utf8mb3');
  });
  it('know the varying kinds', () => {
    checkSame('CHARACTER VARYING(20)', 'varchar(20)');
    checkSame('DOUBLE PRECISION', 'double');
    checkSame('REAL', 'double');
  });
});
