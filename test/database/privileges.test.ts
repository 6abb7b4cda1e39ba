import assert from 'node:assert/strict';
import { parsePrivileges } from '../../engine/src/database/read-privileges';

const of = (text: string) =>
  parsePrivileges(
    text
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  );

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
