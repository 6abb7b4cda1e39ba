/** A saved text is restored only as the CREATE of that one routine, whatever was written into it. */
import assert from 'node:assert/strict';
import type { ServerFacts } from '../../engine/src/database/connection/session';
import type { SavedDefinition } from '../../engine/src/ledger/ledger';
import {
  renderTargetDefinition,
  restoreTargetDefinition,
} from '../../engine/src/lifecycle/planning/steps/target-definition';

const server: ServerFacts = {
  dialect: 'mysql',
  version: 80_400,
  versionText: '8.4.0',
  account: 'd@%',
  connectionId: 1,
  sqlMode: [],
};

const restore = (text: string, kind: SavedDefinition['key']['kind'] = 'procedure'): string | null => {
  const saved: SavedDefinition = {
    key: { schema: 'shop', kind, name: 'Pay' },
    text,
    sqlMode: '',
    characterSet: 'utf8mb4',
    collation: 'utf8mb4_bin',
    databaseCollation: null,
    timeZone: null,
    triggerPlace: null,
    grants: [],
  };
  const blueprint = restoreTargetDefinition(saved, server);
  return blueprint === null ? null : renderTargetDefinition(blueprint);
};

describe('a saved text', () => {
  for (const [what, text] of [
    ['as the server shows it', 'CREATE DEFINER=`a`@`%` PROCEDURE `Pay`()\nBEGIN SELECT 1; SELECT 2; END'],
    ['with comments after its end', 'CREATE DEFINER=`a`@`%` PROCEDURE `Pay`() SELECT 1 -- a; b\n/* ; */'],
    ['with a terminator', 'CREATE DEFINER=`a`@`%` PROCEDURE `Pay`() SELECT 1;'],
    ['with its schema', 'CREATE DEFINER=`a`@`%` PROCEDURE `shop`.`pay`() SELECT 1'],
  ] as const)
    it(`is restored ${what}`, () =>
      assert.match(restore(text) ?? 'null', /^CREATE DEFINER=`a`@`%` PROCEDURE `shop`\.`Pay`/));

  for (const [what, text] of [
    ['another statement', 'GRANT ALL ON *.* TO evil@localhost'],
    ['a second statement', 'CREATE PROCEDURE `Pay`() SELECT 1; GRANT ALL ON *.* TO evil@localhost'],
    [
      'a second statement in an executable comment',
      'CREATE PROCEDURE `Pay`() SELECT 1 /*!50000 ; DROP DATABASE shop */',
    ],
    ['a second routine', 'CREATE PROCEDURE `Pay`() SELECT 1; CREATE PROCEDURE q() SELECT 2'],
    ['another name', 'CREATE PROCEDURE `Other`() SELECT 1'],
    ['another schema', 'CREATE PROCEDURE `mysql`.`Pay`() SELECT 1'],
    ['another kind', 'CREATE FUNCTION `Pay`() RETURNS INT DETERMINISTIC RETURN 1'],
  ] as const)
    it(`is not restored where it is ${what}`, () => assert.equal(restore(text), null));
});
