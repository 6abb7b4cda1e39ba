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
});
