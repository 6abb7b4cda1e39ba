import assert from 'node:assert/strict';
import type { VersionStatus } from '#engine';
import {
  checkTransition,
  stageAdmits,
  stageAdmitsReturn,
  statusesAfter,
} from '../../engine/src/registry/records/statuses';

const statuses: readonly VersionStatus[] = ['DEVELOPMENT', 'TESTING', 'PRODUCTION', 'DEPRECATED', 'RETIRED'];

describe('statuses of versions', () => {
  it('follow one another, and go back where somebody may have been too early', () => {
    const ways = statuses.map(
      (from) => `${from}: ${statuses.filter((to) => checkTransition(from, to, 'why').ok).join(' ')}`,
    );
    assert.deepEqual(ways, [
      'DEVELOPMENT: TESTING RETIRED',
      'TESTING: DEVELOPMENT PRODUCTION RETIRED',
      'PRODUCTION: TESTING DEPRECATED',
      'DEPRECATED: PRODUCTION RETIRED',
      'RETIRED: DEPRECATED',
    ]);
  });

  it('offer exactly those that may follow', () => {
    for (const from of statuses)
      assert.deepEqual(
        statuses.filter((to) => statusesAfter(from).includes(to)),
        statuses.filter((to) => checkTransition(from, to, 'why').ok),
      );
  });

  it('say where a version can go instead', () => {
    const refused = checkTransition('DEVELOPMENT', 'PRODUCTION', 'why');
    assert.deepEqual(refused, {
      ok: false,
      error: {
        kind: 'could-not',
        message: 'A version cannot change from DEVELOPMENT to PRODUCTION.',
        remedy: 'From DEVELOPMENT it can change to TESTING or RETIRED.',
      },
    });
  });

  it('go forward by themselves, and anywhere else with a reason only', () => {
    const silent = statuses.map(
      (from) => `${from}: ${statuses.filter((to) => checkTransition(from, to, null).ok).join(' ')}`,
    );
    assert.deepEqual(silent, [
      'DEVELOPMENT: TESTING',
      'TESTING: PRODUCTION',
      'PRODUCTION: ',
      'DEPRECATED: ',
      'RETIRED: ',
    ]);
    const refused = checkTransition('DEVELOPMENT', 'TESTING', '  ');
    assert.deepEqual(refused.ok ? '' : [refused.error.kind, refused.error.message], [
      'usage',
      'Changing from DEVELOPMENT to TESTING needs a reason.',
    ]);
  });

  it('open the stages one after the other', () => {
    const admitted = (['DEVELOPMENT', 'TESTING', 'PRODUCTION'] as const).map((stage) =>
      statuses.filter((status) => stageAdmits(stage, status)).join(' '),
    );
    assert.deepEqual(admitted, [
      'DEVELOPMENT TESTING PRODUCTION DEPRECATED RETIRED',
      'TESTING PRODUCTION',
      'PRODUCTION',
    ]);
  });

  it('let a rollback return to a deprecated version, but to none that was given up', () => {
    assert.deepEqual(
      statuses.filter((status) => stageAdmitsReturn('PRODUCTION', status)),
      ['PRODUCTION', 'DEPRECATED'],
    );
  });
});
