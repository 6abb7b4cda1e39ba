/** The uses of a statement, by the normalized text under which a server counts it. */
import assert from 'node:assert/strict';
import { listDigestUses } from '../../engine/src/lifecycle/dependants/digest-uses';

const on = (dialect: 'mysql' | 'mariadb') => ({
  ...{ dialect, version: dialect === 'mysql' ? 90_704 : 101_118, versionText: '', account: 'root@localhost' },
  ...{ connectionId: 1, sqlMode: [] },
});

const uses = (text: string, schema: string | null = 'shop', dialect: 'mysql' | 'mariadb' = 'mysql'): string =>
  [...listDigestUses({ schema, text, calls: 1, lastSeen: 0 }, on(dialect))].join(', ');

describe('the uses of a digest', () => {
  for (const [text, expected] of [
    ['CALL `shop` . `place_order` (?)', 'procedure shop.place_order, package shop.shop'],
    ['CALL `place_order` (?, ...)', 'procedure shop.place_order'],
    ['EXECUTE CALL `place_order` (?)', 'procedure shop.place_order'],
    ['PREPARE CALL `place_order` (?)', ''],
    ['EXECUTE `s` USING @?', ''],
    ['SET @? = `total` (?)', 'function shop.total'],
    ['DO `total` (?)', 'function shop.total'],
    ['( SELECT `total` (?) ) UNION SELECT ?', 'function shop.total'],
    ['UPDATE `orders` SET `n` = `total` ( `n` ) WHERE `id` = ?', 'view shop.orders, function shop.total'],
    ['SELECT * FROM `ov` WHERE `a` IN (...) LIMIT ?, ...', 'view shop.ov'],
    ['INSERT INTO `ov` VALUES (...) /* , ... */', 'view shop.ov'],
    ['SELECT ID , `total` (?) , ...', 'function shop.total'],
    ['WITH `ov` AS ( SELECT ? ) SELECT * FROM `ov`', ''],
    ['SHOW CREATE PROCEDURE `shop` . `place_order`', ''],
    ['CREATE PROCEDURE `p` ( ) CALL `place_order` (?)', ''],
    ['DROP PROCEDURE `shop` . `place_order`', ''],
  ] as const)
    it(text, () => assert.equal(uses(text), expected));

  it('are in no schema where none was the default', () => {
    assert.equal(uses('CALL `place_order` (?)', null), 'procedure .place_order');
  });

  it('may be of a package', () => {
    assert.equal(uses('CALL `pack` . `p` ( )', 'shop', 'mariadb'), 'procedure pack.p, package shop.pack');
    assert.equal(uses('CALL `s` . `pack` . `p` ( )', 'x', 'mariadb'), 'procedure s.pack.p, package s.pack');
  });
});
