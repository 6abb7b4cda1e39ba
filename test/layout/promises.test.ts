/** The table of promises in the README names tests that exist, and its verdicts follow from their results. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { repositoryPath } from '../../scripts/repository';
import { judgePledge, readPledges } from '../../scripts/test/promises';
import type { TestEvent } from '../../scripts/test/test-events';

describe('the promises of the README', () => {
  const pledges = readPledges();

  it('are a table of promises with proofs', () => {
    assert.ok(pledges.length > 10);
    for (const { promise, proofs } of pledges) assert.ok(promise !== '' && proofs.length > 0, promise);
  });

  for (const { promise, proofs } of pledges)
    it(`name a test that exists: ${promise}`, () => {
      for (const { file, words } of proofs) {
        assert.ok(existsSync(repositoryPath(file)), file);
        const text = readFileSync(repositoryPath(file), 'utf8').replaceAll('\\', '');
        assert.ok(words === null || text.includes(words), `${file} has no test "${words ?? ''}"`);
      }
    });

  describe('are judged by a run', () => {
    const [pledge] = readPledges(
      '## Guarantees, and the tests that prove them\n| It works | [a](test/a.ts "works"), [b](test/b.ts) |\n',
    );
    const pass = (file: string, title: string): TestEvent => ({ kind: 'pass', file, title, milliseconds: 1 });
    const fail = (file: string, title: string): TestEvent => ({ kind: 'fail', file, title, problem: '' });
    const whole = [pass('test/a.ts', 'it works on mysql'), pass('test/b.ts', 'any')];
    const cases: readonly (readonly [string, readonly TestEvent[], string])[] = [
      ['kept', whole, 'kept'],
      [
        'not tried where a test of that name is gone',
        [pass('test/a.ts', 'other'), pass('test/b.ts', 'any')],
        'not tried',
      ],
      ['not tried where a file did not run', [pass('test/a.ts', 'it works')], 'not tried'],
      ['not tried where it was skipped', [...whole, { kind: 'skip', file: 'test/b.ts', title: 'two' }], 'not tried'],
      ['broken where one failed', [...whole, fail('test/a.ts', 'it works on mariadb')], 'BROKEN'],
      ['broken where a hook failed', [...whole, fail('test/a.ts', '"before each" hook in "x"')], 'BROKEN'],
      ['kept where another test of the file failed', [...whole, fail('test/a.ts', 'other')], 'kept'],
    ];
    for (const [name, events, expected] of cases)
      it(name, () => {
        assert.ok(pledge !== undefined);
        assert.equal(judgePledge(pledge, events), expected);
      });
  });
});
