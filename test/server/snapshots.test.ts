/** Snapshots of routines, by kind and name as the server compares them. */
import assert from 'node:assert/strict';
import type { StatusAnswer } from '#engine';
import { EnvironmentSnapshots } from '../../server/src/workspace/snapshots';

type Row = StatusAnswer['routines'][number];

describe('observations', () => {
  const row = (kind: Row['kind'], routine: string, version: string): Row => ({
    routine,
    kind,
    workspace: version,
    registry: version,
    environments: { dev: { version, state: 'in-sync' } },
  });
  const observations = new EnvironmentSnapshots();
  observations.add(
    {
      routines: [
        row('procedure', 'shop.total', '1.0.0'),
        row('function', 'shop.total', '2.0.0'),
        row('trigger', 'shop.Log', '3.0.0'),
      ],
    },
    new Date(0),
  );
  const seen = (kind: Row['kind'], name: string, schema = 'shop'): string | null =>
    observations.findDeploymentInfo({ kind, schema, name })?.environments['dev']?.version ?? null;

  it('tell a procedure and a function of one name apart', () => {
    assert.deepEqual([seen('procedure', 'total'), seen('function', 'total')], ['1.0.0', '2.0.0']);
  });

  it('compare names of routines without case, those of triggers and schemas as written', () => {
    assert.equal(seen('procedure', 'TOTAL'), '1.0.0');
    assert.deepEqual([seen('trigger', 'Log'), seen('trigger', 'log')], ['3.0.0', null]);
    assert.equal(seen('procedure', 'total', 'Shop'), null);
  });

  it('have what stops deployments to an environment, and are new with it', () => {
    const there = { environment: 'dev', target: 'db:3306/shop' };
    const answer: StatusAnswer = {
      routines: [],
      unfinished: [{ ...there, deployment: '20251201-a' }],
      changedLedgers: [{ ...there, message: 'Row 3 was changed.' }],
    };
    const snapshots = new EnvironmentSnapshots();
    snapshots.add({ routines: [] }, new Date(0), ['dev', 'test']);
    assert.deepEqual(snapshots.environment('dev')?.warnings, []);
    const isNew = [1, 2].map((at) => snapshots.add(answer, new Date(at), ['dev', 'test']));
    assert.deepEqual(isNew, [true, false]);
    const [interrupted, changed] = snapshots.environment('dev')?.warnings ?? [];
    assert.match(JSON.stringify(interrupted), /"interrupted".*Deployment 20251201-a to db:3306.shop was interrupted/);
    assert.deepEqual(changed, { kind: 'ledger-changed', message: 'Row 3 was changed.' });
    assert.deepEqual(snapshots.environment('test')?.warnings, []);
  });
});
