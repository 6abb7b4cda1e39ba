import assert from 'node:assert/strict';
import { parsePrivileges, readPrivileges } from '../../engine/src/database/read-privileges';
import type { Result } from '../../engine/src/base/result';
import { memorySession, refusal } from '../support/memory-session';

const of = (text: string, dialect: 'mysql' | 'mariadb' = 'mysql') =>
  parsePrivileges(
    text
      .trim()
      .split('\n')
      .map((line) => line.trim()),
    { dialect },
  );

function valueOf<T>(result: Result<T, unknown>): T {
  assert.ok(result.ok);
  return result.value;
}

describe('privileges, as SHOW GRANTS tells them', () => {
  it('hold on the whole server, on a schema, on a routine', () => {
    const privileges = of(`
      GRANT USAGE ON *.* TO \`d\`@\`%\`
      GRANT SET_ANY_DEFINER,SHOW_ROUTINE ON *.* TO \`d\`@\`%\`
      GRANT CREATE ROUTINE, ALTER ROUTINE ON \`shop\`.* TO \`d\`@\`%\` WITH GRANT OPTION
      GRANT EXECUTE, ALTER ROUTINE ON PROCEDURE \`audit\`.\`note\` TO \`d\`@\`%\`
    `);
    assert.ok(privileges.hasGlobal('SHOW_ROUTINE'));
    assert.ok(!privileges.hasGlobal('CREATE ROUTINE'));
    assert.ok(privileges.hasOnSchema('CREATE ROUTINE', 'shop'));
    assert.ok(privileges.hasOnSchema('GRANT OPTION', 'shop'));
    assert.ok(!privileges.hasOnSchema('CREATE ROUTINE', 'audit'));
    assert.ok(privileges.hasOnRoutine('ALTER ROUTINE', 'audit', { kind: 'PROCEDURE', name: 'NOTE' }));
    assert.ok(!privileges.hasOnRoutine('ALTER ROUTINE', 'audit', { kind: 'FUNCTION', name: 'note' }));
  });

  it('take ALL PRIVILEGES for every one but GRANT OPTION', () => {
    const privileges = of("GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` IDENTIFIED BY PASSWORD '*0123'");
    assert.ok(privileges.hasOnSchema('TRIGGER', 'any'));
    assert.ok(!privileges.hasOnSchema('GRANT OPTION', 'any'));
  });

  it('read _ and % in the name of a schema as wildcards, unless they are escaped', () => {
    const privileges = of(`
      GRANT EVENT ON \`shop\\_%\`.* TO \`d\`@\`%\`
      GRANT TRIGGER ON \`a_b\`.* TO \`d\`@\`%\`
    `);
    assert.ok(privileges.hasOnSchema('EVENT', 'shop_eu'));
    assert.ok(!privileges.hasOnSchema('EVENT', 'shopXeu'));
    assert.ok(privileges.hasOnSchema('TRIGGER', 'axb'));
    assert.ok(!privileges.hasOnSchema('TRIGGER', 'axxb'));
  });

  it('come from one line for a schema: its own name before a pattern, for each account or role', () => {
    const privileges = of(`
      GRANT EXECUTE ON \`s%\`.* TO \`d\`@\`%\`
      GRANT SELECT ON \`shop\`.* TO \`d\`@\`%\`
      GRANT TRIGGER ON \`sh%\`.* TO \`role\`
    `);
    assert.ok(privileges.hasOnSchema('SELECT', 'shop'));
    assert.ok(!privileges.hasOnSchema('EXECUTE', 'shop'));
    assert.ok(privileges.hasOnSchema('EXECUTE', 'sales'));
    assert.ok(privileges.hasOnSchema('TRIGGER', 'shop'));
  });

  it('of several patterns hold where all agree, or the server takes one of them', () => {
    const lines = `
      GRANT EVENT, EXECUTE ON \`sh%\`.* TO \`d\`@\`%\`
      GRANT EVENT, SELECT ON \`%op\`.* TO \`d\`@\`%\`
      GRANT INSERT ON \`a_b\`.* TO \`d\`@\`%\`
      GRANT UPDATE ON \`%b\`.* TO \`d\`@\`%\`
    `;
    const [mysql, mariadb] = [of(lines), of(lines, 'mariadb')];
    const seen = (privileges: typeof mysql, schema: string, ...names: readonly string[]): readonly boolean[] =>
      names.map((privilege) => privileges.hasOnSchema(privilege, schema));
    assert.deepEqual(seen(mysql, 'shop', 'EVENT', 'EXECUTE', 'SELECT'), [true, true, false]);
    assert.deepEqual(seen(mariadb, 'shop', 'EVENT', 'EXECUTE', 'SELECT'), [true, false, false]);
    for (const one of [mysql, mariadb]) assert.deepEqual(seen(one, 'a_b', 'INSERT', 'UPDATE'), [true, false]);
  });

  it('take a name with wildcards for itself where the server has partial revokes', async () => {
    const lines = [
      'GRANT EVENT ON `a_b`.* TO `d`@`%`',
      'GRANT EVENT ON `sh%`.* TO `d`@`%`',
      'GRANT EVENT ON `plain`.* TO `d`@`%`',
    ];
    const asked = (value: string): ReturnType<typeof readPrivileges> =>
      readPrivileges(
        memorySession((sql) => (sql === 'SHOW GRANTS' ? lines.map((line) => ({ grants: line })) : [{ Value: value }])),
      );
    const [off, on] = [valueOf(await asked('OFF')), valueOf(await asked('ON'))];
    const seen = (privileges: typeof on): readonly boolean[] =>
      ['a_b', 'axb', 'shop', 'plain'].map((schema) => privileges.hasOnSchema('EVENT', schema));
    assert.deepEqual(seen(off), [true, true, true, true]);
    assert.deepEqual(seen(on), [true, false, false, true]);
  });

  it('are all of them where the server runs without grant tables', async () => {
    const privileges = valueOf(await readPrivileges(memorySession(() => refusal(1290))));
    assert.ok(privileges.hasOnSchema('CREATE ROUTINE', 'any') && privileges.hasGlobal('SHOW_ROUTINE'));
  });

  it('respect what was revoked in part', () => {
    const privileges = of(`
      GRANT CREATE ROUTINE ON *.* TO \`d\`@\`%\`
      REVOKE CREATE ROUTINE ON \`secret\`.* FROM \`d\`@\`%\`
    `);
    assert.ok(privileges.hasOnSchema('CREATE ROUTINE', 'shop'));
    assert.ok(!privileges.hasOnSchema('CREATE ROUTINE', 'secret'));
  });

  it('pass over roles and what else is listed', () => {
    assert.ok(!of('GRANT `reader`@`%` TO `d`@`%`\nSET DEFAULT ROLE `x` FOR `d`@`%`').hasGlobal('SELECT'));
  });
});
