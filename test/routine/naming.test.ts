/** The names that an environment's schema and prefix change in a text, and those that they leave. */
import assert from 'node:assert/strict';
import { makeEnvironmentNaming } from '../../engine/src/lifecycle/target/environment-naming';
import type { RoutineKey } from '../../engine/src/routine/routine';
import { renameRoutine } from '../../engine/src/routine/rename-routine';
import { routineOf } from '../support/routine-of';
import type { Environment, Target } from '../../engine/src/project/environment';
import type { ParserOptions } from '../../engine/src/syntax/dialect';

const own: readonly RoutineKey[] = [
  { schema: 'shop', kind: 'procedure', name: 'pay' },
  { schema: 'shop', kind: 'function', name: 'tax' },
  { schema: 'shop', kind: 'view', name: 'v' },
  { schema: 'shop', kind: 'view', name: 'w' },
  { schema: 'shop', kind: 'trigger', name: 'tr' },
  { schema: 'shop', kind: 'event', name: 'ev' },
  { schema: 'shop', kind: 'package', name: 'bank' },
  { schema: 'shop', kind: 'procedure', name: 'x' },
];

function namingTo(schema: string, prefix: string) {
  const environment = { schemas: { audit: 'audit_dev' }, prefix, definers: {} } as unknown as Environment;
  return makeEnvironmentNaming(environment, { schema } as Target, { config: { schema: 'shop' }, own });
}

/** Renames a statement as the body of a procedure, and back. */
function rename(statement: string, prefix: string, options: Partial<ParserOptions> = {}): string {
  const naming = namingTo('dev', prefix);
  const head = 'CREATE PROCEDURE shop.x()\n';
  const routine = routineOf(head + statement, { client: false, ...options });
  const there = renameRoutine(routine, naming.toPhysical);
  assert.equal(renameRoutine(there, naming.toLogical).text, routine.text, there.text);
  return there.text.slice(there.text.indexOf('\n') + 1);
}

describe('the names of an environment', () => {
  const schemas: readonly (readonly [string, string])[] = [
    ['UPDATE shop.t SET shop.t.id = 1 WHERE shop.t.b = 2 ORDER BY shop.t.b', 'UPDATE dev.t SET dev.t.id = 1 WHERE dev.t.b = 2 ORDER BY dev.t.b'],
    ['SELECT shop.t.*, shop . t . id, `shop`.`t`.`b` FROM shop.t', 'SELECT dev.t.*, dev . t . id, `dev`.`t`.`b` FROM dev.t'],
    ['DELETE shop.t FROM shop.t WHERE shop.t.id = 5', 'DELETE dev.t FROM dev.t WHERE dev.t.id = 5'],
    ['DELETE shop.t.*, shop.u FROM shop.t JOIN shop.u', 'DELETE dev.t.*, dev.u FROM dev.t JOIN dev.u'],
    ['DELETE FROM shop.t, shop.u USING shop.t JOIN shop.u', 'DELETE FROM dev.t, dev.u USING dev.t JOIN dev.u'],
    ['UPDATE a, shop.t SET shop.t.id = a.id', 'UPDATE a, dev.t SET dev.t.id = a.id'],
    ['INSERT INTO shop.t (shop.t.id) SELECT audit.u.id FROM audit.u ON DUPLICATE KEY UPDATE shop.t.id = VALUES(shop.t.id)', 'INSERT INTO dev.t (dev.t.id) SELECT audit_dev.u.id FROM audit_dev.u ON DUPLICATE KEY UPDATE dev.t.id = VALUES(dev.t.id)'],
    ['SELECT 1 FROM shop.t, shop.u FOR UPDATE OF shop.t, shop.u', 'SELECT 1 FROM dev.t, dev.u FOR UPDATE OF dev.t, dev.u'],
    ['SELECT shop.a.id FROM shop.t a', 'SELECT dev.a.id FROM dev.t a'],
    ["SELECT shop.id, 'shop.t', other.t.id FROM t shop, other.t -- shop.t", "SELECT shop.id, 'shop.t', other.t.id FROM t shop, other.t -- shop.t"],
    ['BEGIN CREATE TEMPORARY TABLE shop.n (id INT); INSERT INTO shop.n SELECT shop.t.id FROM shop.t; SELECT shop.n.id FROM shop.n; END', 'BEGIN CREATE TEMPORARY TABLE dev.n (id INT); INSERT INTO dev.n SELECT dev.t.id FROM dev.t; SELECT dev.n.id FROM dev.n; END'],
    ['DROP TEMPORARY TABLE IF EXISTS shop.n, shop.m', 'DROP TEMPORARY TABLE IF EXISTS dev.n, dev.m'],
    ['DROP EVENT IF EXISTS shop.e', 'DROP EVENT IF EXISTS dev.e'],
    ['ALTER EVENT shop.e RENAME TO shop.f', 'ALTER EVENT dev.e RENAME TO dev.f'],
    ['GRANT EXECUTE ON PROCEDURE shop.p TO a@b', 'GRANT EXECUTE ON PROCEDURE dev.p TO a@b'],
    ['REVOKE SELECT ON shop.* FROM a@b', 'REVOKE SELECT ON dev.* FROM a@b'],
    ['SHOW FULL TABLES FROM shop', 'SHOW FULL TABLES FROM dev'],
    ['SHOW CREATE VIEW shop.y', 'SHOW CREATE VIEW dev.y'],
    ['FLUSH TABLES shop.t, shop.u', 'FLUSH TABLES dev.t, dev.u'],
    ['IF EXISTS (SELECT shop.t.id FROM shop.t) THEN DO (SELECT MAX(shop.t.id) FROM shop.t); END IF', 'IF EXISTS (SELECT dev.t.id FROM dev.t) THEN DO (SELECT MAX(dev.t.id) FROM dev.t); END IF'],
  ]; // prettier-ignore
  for (const [text, expected] of schemas)
    it(`map the schema in ${text}`, () => assert.equal(rename(text, ''), expected));

  const prefixes: readonly (readonly [string, string])[] = [
    ['CALL pay(tax(1), shop.tax(2))', 'CALL jo_pay(jo_tax(1), dev.jo_tax(2))'],
    ['SELECT v.a, shop.v.b, v.* FROM v WHERE v.a = 1 ORDER BY v.b', 'SELECT jo_v.a, dev.jo_v.b, jo_v.* FROM jo_v WHERE jo_v.a = 1 ORDER BY jo_v.b'],
    ['SELECT v.a FROM t AS v', 'SELECT v.a FROM t AS v'],
    ['SELECT v.a FROM v AS v', 'SELECT v.a FROM jo_v AS v'],
    ['SELECT v.a FROM (SELECT v.a FROM v) v', 'SELECT v.a FROM (SELECT jo_v.a FROM jo_v) v'],
    ['SELECT v.a, (SELECT COUNT(*) v FROM t WHERE t.a = v.a) FROM v', 'SELECT jo_v.a, (SELECT COUNT(*) v FROM t WHERE t.a = jo_v.a) FROM jo_v'],
    ['SELECT v.a FROM v WHERE EXISTS (SELECT 1 FROM t v WHERE v.b = 1)', 'SELECT jo_v.a FROM jo_v WHERE EXISTS (SELECT 1 FROM t v WHERE v.b = 1)'],
    ['SELECT v.a FROM v UNION SELECT v.a FROM t v', 'SELECT jo_v.a FROM jo_v UNION SELECT v.a FROM t v'],
    ['WITH v AS (SELECT w.a FROM w) SELECT v.a FROM v', 'WITH v AS (SELECT jo_w.a FROM jo_w) SELECT v.a FROM v'],
    ['UPDATE v JOIN w ON v.a = w.a SET v.b = w.b', 'UPDATE jo_v JOIN jo_w ON jo_v.a = jo_w.a SET jo_v.b = jo_w.b'],
    ['DELETE v FROM v JOIN t ON v.a = t.a', 'DELETE jo_v FROM jo_v JOIN t ON jo_v.a = t.a'],
    ['SELECT 1 FROM (v JOIN t ON v.a = t.a)', 'SELECT 1 FROM (jo_v JOIN t ON jo_v.a = t.a)'],
    ['INSERT INTO v (v.a) VALUES (1) ON DUPLICATE KEY UPDATE v.a = 2', 'INSERT INTO jo_v (jo_v.a) VALUES (1) ON DUPLICATE KEY UPDATE jo_v.a = 2'],
    ['DROP TRIGGER tr', 'DROP TRIGGER jo_tr'],
    ['SELECT pay.a FROM pay', 'SELECT pay.a FROM pay'],
    ['SELECT pay(1)', 'SELECT pay(1)'],
    ["SELECT 'v', 'CALL pay()' FROM v", "SELECT 'v', 'CALL pay()' FROM jo_v"],
  ]; // prettier-ignore
  for (const [text, expected] of prefixes)
    it(`give the project's own the prefix in ${text}`, () => assert.equal(rename(text, 'jo_'), expected));

  it('leave the fields of a row variable (MariaDB)', () => {
    const text = 'FOR v IN (SELECT v.a FROM v) DO SELECT v.a; END FOR';
    assert.equal(
      rename(text, 'jo_', { dialect: 'mariadb' }),
      'FOR v IN (SELECT jo_v.a FROM jo_v) DO SELECT v.a; END FOR',
    );
  });

  it("give a package's routines the prefix of the package", () => {
    const options = { dialect: 'mariadb', sqlMode: ['ORACLE'] } as const;
    assert.equal(
      rename('AS BEGIN bank.put(1); shop.bank.put(audit.f(2)); audit.p(); END', 'jo_', options),
      'AS BEGIN jo_bank.put(1); dev.jo_bank.put(audit_dev.f(2)); audit_dev.p(); END',
    );
  });

  it('give the prefix to a package where its own body names it', () => {
    const options = { dialect: 'mariadb', sqlMode: ['ORACLE'], client: false } as const;
    const body = (name: string, schema: string): string =>
      `CREATE PACKAGE BODY ${name} AS PROCEDURE put(a INT) AS BEGIN ${name}.put(${name}.f(a)); put(f(1)); ${schema}.${name}.put(1); END; FUNCTION f(a INT) RETURN INT AS BEGIN RETURN a; END; END`;
    const naming = namingTo('dev', 'jo_');
    const routine = routineOf(body('bank', 'shop'), options);
    const there = renameRoutine(routine, naming.toPhysical);
    assert.equal(there.text, body('jo_bank', 'dev'));
    assert.equal(renameRoutine(there, naming.toLogical).text, routine.text);
  });

  it('name the trigger before or after which another one runs', () => {
    const text = 'CREATE TRIGGER tr BEFORE INSERT ON shop.t FOR EACH ROW FOLLOWS tr SET NEW.a = 1';
    const naming = namingTo('dev', 'jo_');
    assert.equal(
      renameRoutine(routineOf(text), naming.toPhysical).text,
      'CREATE TRIGGER jo_tr BEFORE INSERT ON dev.t FOR EACH ROW FOLLOWS jo_tr SET NEW.a = 1',
    );
  });

  it('are quoted where the new name is a word of the language', () => {
    const naming = namingTo('order', '');
    const routine = routineOf('CREATE PROCEDURE x() SELECT shop.t.a FROM shop.t');
    assert.match(renameRoutine(routine, naming.toPhysical).text, /SELECT `order`\.t\.a FROM `order`\.t$/);
  });
});
