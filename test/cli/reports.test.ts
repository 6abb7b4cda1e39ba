/** The files that a command line writes: they replace an earlier report, and nothing that a person would miss. */
import assert from 'node:assert/strict';
import { run } from '../../cli/src/run';
import type { CheckAnswer, PlanAnswer } from '#engine';
import { succeed } from '../../engine/src/base/result';
import { memoryHost, type MemoryHost } from '../support/memory-host';

const files = {
  'sproc.json': '{ "schema": "shop", "registry": { "folder": "versions" } }',
  'a.sql': 'CREATE PROCEDURE a() SELECT 1;',
  'versions/procedure/a.json': '{ "format": 3 }',
  'package.json': '{ "name": "shop" }',
};
const checked: CheckAnswer = { diagnostics: [] };
const planned: PlanAnswer = { environment: 'dev', fingerprint: 'f00d', steps: [], order: [], findings: [] };

function hostWith(more: Readonly<Record<string, string>> = {}): MemoryHost {
  return memoryHost({
    files: { ...files, ...more },
    sproc: {
      check: () => Promise.resolve(succeed(checked)),
      plan: () => Promise.resolve(succeed(planned)),
      doctor: () => Promise.resolve(succeed({ lines: [] })),
    },
  });
}

const writers = ['check --junit', 'check --sarif', 'plan dev --out'];
const unfit = {
  'sproc.json': 'sproc.json describes a project',
  'other/sproc.json': 'sproc.json describes a project',
  'a.sql': 'a file of that name would be a source',
  'new.SQL': 'a file of that name would be a source',
  'versions/procedure/a.json': 'it is in the registry of the project',
  'versions/new.xml': 'it is in the registry of the project',
};

describe('a report', () => {
  for (const writer of writers) {
    it(`of ${writer} replaces an earlier one and an empty file`, async () => {
      const host = hostWith({ empty: '' });
      for (const file of ['out', 'out', 'empty'])
        assert.equal(await run([...writer.split(' '), file], host), 0, host.err());
      assert.equal(host.files.get('out'), host.files.get('empty'));
      assert.notEqual(host.files.get('out'), '');
    });

    it(`of ${writer} replaces no source, no part of the project, and no other file`, async () => {
      for (const [file, why] of Object.entries({
        ...unfit,
        'package.json': 'it has another content, which would be lost',
      })) {
        const host = hostWith();
        assert.equal(await run([...writer.split(' '), file], host), 2, file);
        assert.equal(host.err().split('\n')[0], `error: ${file} cannot be written: ${why}.`);
        assert.equal(host.out(), '');
        assert.deepEqual(Object.fromEntries(host.files), files);
      }
    });
  }

  it('of one kind does not replace one of another', async () => {
    const host = hostWith();
    assert.equal(await run(['check', '--sarif', 'out', '--junit', 'out'], host), 2);
    assert.match(host.files.get('out') ?? '', /"2\.1\.0"/);
  });

  it('of doctor replaces nothing, and is no source and no part of the project', async () => {
    for (const [file, why] of Object.entries({ ...unfit, 'package.json': 'it already exists' })) {
      const host = hostWith();
      assert.equal(await run(['doctor', '--bundle', file], host), 2, file);
      const reason = file in files ? 'it already exists' : why;
      assert.equal(host.err().split('\n')[0], `error: The bundle ${file} was not written: ${reason}.`);
      assert.deepEqual(Object.fromEntries(host.files), files);
    }
  });
});
