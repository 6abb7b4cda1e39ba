import assert from 'node:assert/strict';
import { compareGrants, renderGrant, type RoutineGrant } from '../../engine/src/database/read-grants';

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

  it('are compared row by row', () => {
    const before = [grant('a', ['EXECUTE'], true), grant('b', ['ALTER ROUTINE', 'EXECUTE'])];
    const after = [grant('a', ['EXECUTE']), grant('c', ['EXECUTE'])];
    const { missing, extra } = compareGrants(before, after);
    assert.deepEqual(missing, [grant('a', [], true), grant('b', ['ALTER ROUTINE', 'EXECUTE'])]);
    assert.deepEqual(extra, [grant('c', ['EXECUTE'])]);
    assert.deepEqual(compareGrants(before, before), { missing: [], extra: [] });
  });
});
