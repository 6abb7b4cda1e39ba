import assert from 'node:assert/strict';
import { compareGrants, parseGrant, renderGrant, type RoutineGrant } from '../../engine/src/database/read-grants';

const grant = (user: string, privileges: readonly string[], grantOption = false): RoutineGrant => ({
  key: { schema: 'sh`op', kind: 'procedure', name: 'Pay' },
  user,
  host: '%',
  privileges,
  grantOption,
});

describe('grants on a routine', () => {
  it('are rendered so that the row comes back', () => {
    assert.equal(
      renderGrant(grant('app', ['ALTER ROUTINE', 'EXECUTE'])),
      'GRANT ALTER ROUTINE, EXECUTE ON PROCEDURE `sh``op`.`Pay` TO `app`@`%`',
    );
    assert.equal(
      renderGrant(grant('app', [], true)),
      'GRANT USAGE ON PROCEDURE `sh``op`.`Pay` TO `app`@`%` WITH GRANT OPTION',
    );
    assert.equal(
      renderGrant({ ...grant('role', ['EXECUTE']), host: '' }),
      'GRANT EXECUTE ON PROCEDURE `sh``op`.`Pay` TO `role`',
    );
  });

  it('are read from the statements that give them', () => {
    const odd = { ...grant('o`h;\nara', ['EXECUTE'], true), host: '' };
    for (const one of [
      odd,
      grant('a', []),
      grant('b', ['ALTER ROUTINE', 'EXECUTE']),
      grant('c', ['SHOW CREATE ROUTINE']),
    ])
      assert.deepEqual(parseGrant(renderGrant(one), one.key), one);
  });

  const on = 'ON PROCEDURE `sh``op`.`Pay` TO `a`@`%`';
  for (const statement of [
    'GRANT ALL ON *.* TO evil@localhost WITH GRANT OPTION',
    `GRANT ALL ${on}`,
    `GRANT EXECUTE ON PROCEDURE \`shop\`.\`Pay\` TO \`a\`@\`%\``,
    `GRANT EXECUTE ON FUNCTION \`sh\`\`op\`.\`Pay\` TO \`a\`@\`%\``,
    `GRANT EXECUTE ${on}; DROP DATABASE shop`,
    `GRANT EXECUTE ${on} IDENTIFIED BY 'x'`,
    `GRANT EXECUTE ON *.* TO \`x\`@\`%\`; GRANT EXECUTE ${on}`,
    `GRANT EXECUTE ${on} WITH GRANT OPTION WITH GRANT OPTION`,
    `GRANT EXECUTE,ALTER ROUTINE ${on}`,
    `grant EXECUTE ${on}`,
    `REVOKE EXECUTE ${on}`,
    `GRANT PROXY ON x TO y ${on}`,
    '-',
    '',
  ])
    it(`are not read from ${statement}`, () => assert.equal(parseGrant(statement, grant('a', []).key), null));

  it('are compared row by row', () => {
    const before = [grant('a', ['EXECUTE'], true), grant('b', ['ALTER ROUTINE', 'EXECUTE'])];
    const after = [grant('a', ['EXECUTE']), grant('c', ['EXECUTE'])];
    const { missing, extra } = compareGrants(before, after);
    assert.deepEqual(missing, [grant('a', [], true), grant('b', ['ALTER ROUTINE', 'EXECUTE'])]);
    assert.deepEqual(extra, [grant('c', ['EXECUTE'])]);
    assert.deepEqual(compareGrants(before, before), { missing: [], extra: [] });
  });
});
