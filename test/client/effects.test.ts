/** Changes without a plan, in words: before they are made and afterwards. */
import assert from 'node:assert/strict';
import {
  describeAcceptance,
  describeBaseline,
  describeCleanUp,
  describeCopy,
  describeResolution,
} from '../../client/src/documents/reports/effects';

describe('the effect of a change without a plan', () => {
  it('counts what a clean-up removes, by kind', () => {
    const version = { kind: 'version', name: 'shop.a 1.0.0', target: null, why: 'Retired 400 days ago.' } as const;
    const old = { kind: 'deployment', name: 'd1', target: 'db:3306/shop', why: 'Older than 90 days.' } as const;
    const answer = { removed: [version, old], notes: ['d2 is kept: a rollback needs it.'] };
    const before = describeCleanUp('dev', answer, false);
    assert.equal(before.sentence, '1 deployment, 1 version of dev exceed the retention and will be removed.');
    assert.deepEqual(before.lines, [
      'shop.a 1.0.0 (registry): Retired 400 days ago.',
      'd1 (db:3306/shop): Older than 90 days.',
      'd2 is kept: a rollback needs it.',
    ]);
    assert.equal(describeCleanUp('dev', answer, true).sentence, '1 deployment, 1 version of dev were removed.');
    assert.equal(describeCleanUp('dev', { removed: [], notes: [] }, false).isNothing, true);
  });

  it('is not whole where a routine was left or may be hidden', () => {
    const routine = { routine: 'shop.a', kind: 'procedure', version: '1.0.0', status: 'TESTING' } as const;
    const answer = {
      environment: 'dev',
      adopted: [{ ...routine, file: 'a.sql', isImported: true }],
      unchanged: 2,
      skipped: [{ routine: 'shop.b', kind: 'procedure', reason: 'Its text is hidden.' } as const],
    };
    const before = describeBaseline(answer, false);
    assert.equal(before.sentence, '1 routine of dev becomes a version; 2 unchanged, 1 skipped.');
    assert.deepEqual(before.lines, [
      'shop.a 1.0.0, TESTING: a.sql (to be written)',
      'shop.b is skipped: Its text is hidden.',
    ]);
    assert.equal(before.isWhole, false);
    assert.equal(describeBaseline({ ...answer, skipped: [] }, true).isWhole, true);
    assert.equal(describeBaseline({ ...answer, skipped: [], unlisted: ['More may exist.'] }, true).isWhole, false);
  });

  it('says that a registry has nothing to copy, and why', () => {
    const empty = { from: 'folder .sproc', to: 'schema r of prod', copied: [], statusChanges: 0, unchanged: 0 };
    const nothing = describeCopy(empty, false);
    assert.equal(nothing.sentence, 'folder .sproc has nothing to copy to schema r of prod: no version is registered.');
    const some = describeCopy({ ...empty, copied: [{ routine: 'a', version: '1.0.0' }], statusChanges: 2 }, true);
    assert.equal(
      some.sentence,
      '1 version and 2 status changes copied from folder .sproc to schema r of prod; 0 already there.',
    );
    assert.equal(some.isNothing, false);
  });

  it('names the branch that is kept and what becomes of the other', () => {
    const effect = describeResolution(
      {
        ...{ routine: 'a', kind: 'procedure', keep: 'theirs', lines: [], registered: [] },
        carried: [{ version: '1.0.1', from: 'DEVELOPMENT', to: 'TESTING' }],
        dropped: [{ version: '1.0.2', from: null, to: 'DEVELOPMENT' }],
      },
      true,
    );
    assert.equal(effect.sentence, 'The conflict of a is resolved: the other branch is kept.');
    assert.deepEqual(effect.lines, [
      '1.0.1: DEVELOPMENT → TESTING is carried over',
      '1.0.2: new → DEVELOPMENT is dropped',
    ]);
  });

  it('names each fault of a ledger that is accepted', () => {
    const target = { target: 'db:3306/shop', accepted: ['Row 7 was changed.'], head: 'abc', sequence: 9 };
    const before = describeAcceptance('dev', { targets: [target], warnings: [] }, false);
    assert.equal(before.sentence, 'The ledger of dev, with 1 fault, will be accepted as it is.');
    assert.deepEqual(before.lines, ['db:3306/shop: Row 7 was changed.']);
    const intact = describeAcceptance('dev', { targets: [{ ...target, accepted: [] }], warnings: [] }, false);
    assert.equal(intact.isNothing, true);
  });
});
