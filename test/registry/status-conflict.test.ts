/** Inconsistent status logs: the messages, the failures, and the resolution with `resolve`. */
import assert from 'node:assert/strict';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import type { Resolution, Resolved, RoutineRecord, StatusChange } from '../../engine/src/registry/records/registry';
import { parseLine, renderStatus, type NewStatus } from '../../engine/src/registry/records/status-line';
import { statusOf } from '../../engine/src/registry/records/statuses';
import { expectFailure, expectOk } from '../support/expect';
import { memoryRegistryFiles, type MemoryRegistryFiles } from '../support/memory-registry-files';
import { inOldFormat, oldLine } from '../support/old-registry';
import { appendTo, versionOf } from './registry-contract';
import { adviceText } from '../../cli/src/report/print-action';

const greet = versionOf('CREATE PROCEDURE greet() SELECT 1', '1.0.0');
const next = versionOf('CREATE PROCEDURE greet() SELECT 2', '1.0.1');
const path = 'routines/shop/procedure/greet/status.jsonl';
const about = { by: 'Bob', at: '2025-09-08T00:00:00.000Z', reason: 'r' } as const;

function change(from: StatusChange['from'], to: StatusChange['to'], reason = 'r'): StatusChange {
  return { ...about, version: '1.0.0', from, to, reason };
}

/** Creates a registry whose 1.0.0 is TESTING. */
async function tested(): Promise<MemoryRegistryFiles> {
  const files = memoryRegistryFiles();
  expectOk(await appendTo(folderRegistry(files), greet));
  expectOk(await folderRegistry(files).mark(greet.key, change('DEVELOPMENT', 'TESTING')));
  return files;
}

/** Creates a log with the lines of both branches after it, as a merge that joins lines leaves it. */
async function forked(): Promise<MemoryRegistryFiles> {
  const files = await tested();
  const before = files.files.get(path) ?? '';
  expectOk(await folderRegistry(files).mark(greet.key, change('TESTING', 'DEVELOPMENT', 'rejected')));
  const ours = files.files.get(path) ?? '';
  files.files.set(path, before);
  expectOk(await folderRegistry(files).mark(greet.key, change('TESTING', 'PRODUCTION', 'released')));
  files.files.set(path, ours + (files.files.get(path) ?? '').slice(before.length));
  return files;
}

function linesOf(text: string, count: number): string {
  return `${text.split('\n').slice(0, count).join('\n')}\n`;
}

/** Merges two logs whose first two lines are equal, as git does. */
function mergeInto(files: MemoryRegistryFiles, ours: string, theirs: string): void {
  const before = linesOf(ours, 2);
  const [own, other] = [ours.slice(before.length), theirs.slice(before.length)];
  files.files.set(path, `${before}<<<<<<< HEAD\n${own}=======\n${other}>>>>>>> other\n`);
}

/**
 * Creates a log in which one branch retired 1.0.0 and one released it; two people merged both, each keeping another;
 * then those were merged.
 */
async function resolvedTwice(
  keep: Resolution['keep'] | null,
  statuses: Resolution['statuses'],
): Promise<MemoryRegistryFiles & { readonly resolved: Resolved }> {
  const files = await tested();
  const registry = folderRegistry(files);
  const before = files.files.get(path) ?? '';
  expectOk(await registry.mark(greet.key, change('TESTING', 'RETIRED')));
  const retired = files.files.get(path) ?? '';
  files.files.set(path, before);
  expectOk(await registry.mark(greet.key, change('TESTING', 'PRODUCTION')));
  const released = files.files.get(path) ?? '';
  const resolutions: string[] = [];
  for (const side of ['ours', 'theirs'] as const) {
    mergeInto(files, retired, released);
    expectOk(await registry.resolve(greet.key, resolution(side, statuses)));
    resolutions.push(files.files.get(path) ?? '');
  }
  const [ours = '', theirs = ''] = resolutions;
  mergeInto(files, ours, theirs);
  const none: Resolved = { registered: [], carried: [], dropped: [] };
  const resolved = keep === null ? none : expectOk(await registry.resolve(greet.key, resolution(keep, statuses)));
  return { ...files, resolved };
}

function addLine(files: MemoryRegistryFiles, line: string): void {
  files.files.set(path, `${files.files.get(path) ?? ''}${line}\n`);
}

function lastId(files: MemoryRegistryFiles): string {
  const lines = (files.files.get(path) ?? '').trimEnd().split('\n');
  return expectLine(lines.at(-1) ?? '').id;
}

function expectLine(text: string): { readonly id: string } {
  const line = parseLine(text);
  assert.ok(line.ok);
  return line.value;
}

function chained(files: MemoryRegistryFiles, more: Partial<NewStatus>): string {
  const text = greet.textChecksum;
  return renderStatus({ ...change('TESTING', 'PRODUCTION'), text, before: lastId(files), ...more });
}

async function read(files: MemoryRegistryFiles): Promise<RoutineRecord> {
  const record = expectOk(await folderRegistry(files).find(greet.key));
  assert.ok(record);
  return record;
}

function resolution(keep: Resolution['keep'], statuses: Resolution['statuses']): Resolution {
  return { keep, statuses, by: 'Cleo', at: '2025-09-09T00:00:00.000Z', reason: 'settled' };
}

const log = '.sproc/routines/shop/procedure/greet/status.jsonl';

describe('a status log that contradicts itself', () => {
  const cases: readonly (readonly [what: string, harm: (files: MemoryRegistryFiles) => void, sentence: RegExp])[] = [
    [
      'a line of the old format written by hand',
      (files) => addLine(files, oldLine(JSON.stringify(change('TESTING', 'PRODUCTION')))),
      /line 3 of \S+ does not follow the line before it/,
    ],
    [
      'a status that the version never had',
      (files) => addLine(files, chained(files, { from: 'PRODUCTION', to: 'DEPRECATED' })),
      /line 3 of \S+ does not fit the current status of its version/,
    ],
    [
      'a way that no version goes',
      (files) => addLine(files, chained(files, { to: 'DEPRECATED' })),
      /line 3 of \S+ does not fit the current status of its version/,
    ],
    [
      'a stage that nobody knows',
      (files) => addLine(files, chained(files, { to: 'UAT_2' })),
      /line 3 of \S+ does not fit the current status of its version/,
    ],
    [
      'another text',
      (files) => addLine(files, chained(files, { text: next.textChecksum })),
      /line 3 of \S+ refers to a different text than the registered one/,
    ],
    [
      'a line that was taken away',
      (files) => {
        addLine(files, chained(files, {}));
        const lines = (files.files.get(path) ?? '').split('\n');
        files.files.set(path, lines.filter((_, i) => i !== 1).join('\n'));
      },
      /line 2 of \S+ does not follow the line before it, which was edited, or a line is missing/,
    ],
    [
      'a line that was edited',
      (files) => files.files.set(path, (files.files.get(path) ?? '').replace('"Bob"', '"Eve"')),
      /line 2 of \S+ was edited after it was written/,
    ],
  ];
  for (const [what, harm, sentence] of cases)
    it(`is in conflict by ${what}, and is settled by keeping what is proven`, async () => {
      const files = await tested();
      harm(files);
      const { conflict } = await read(files);
      assert.match(conflict?.what ?? '', sentence);
      assert.ok((conflict?.lines.length ?? 0) > 0);
      const registry = folderRegistry(files);
      expectOk(await registry.resolve(greet.key, resolution('ours', 'drop')));
      const settled = await read(files);
      assert.equal(settled.conflict, null);
      assert.notEqual(statusOf(settled, '1.0.0'), 'PRODUCTION');
    });

  it('is in conflict by two lines that follow the same line, and proves what is before them', async () => {
    const record = await read(await forked());
    assert.equal(
      record.conflict?.what,
      `The status log of procedure shop.greet has two branches: lines 3 and 4 of ${log} follow the same line.`,
    );
    assert.deepEqual(record.conflict.lines, [
      { file: log, line: 3, text: '1.0.0 TESTING → DEVELOPMENT by Bob at 2025-09-08T00:00:00.000Z: rejected' },
      { file: log, line: 4, text: '1.0.0 TESTING → PRODUCTION by Bob at 2025-09-08T00:00:00.000Z: released' },
    ]);
    assert.equal(statusOf(record, '1.0.0'), 'TESTING');
  });

  it('is found in logs of the old format, too, whichever branch comes first', async () => {
    for (const reverse of [false, true]) {
      const files = await forked();
      for (const [file, text] of files.files) {
        const old = inOldFormat(file, text);
        if (old === null) files.files.delete(file);
        else files.files.set(file, old);
      }
      const lines = (files.files.get(path) ?? '').trimEnd().split('\n');
      const [third = '', fourth = ''] = lines.slice(2);
      files.files.set(path, [...lines.slice(0, 2), ...(reverse ? [fourth, third] : [third, fourth]), ''].join('\n'));
      const { conflict } = await read(files);
      assert.match(conflict?.what ?? '', /has two branches: lines 3 and 4 of/);
      const kept = reverse ? 'PRODUCTION' : 'DEVELOPMENT';
      expectOk(await folderRegistry(files).resolve(greet.key, resolution('ours', 'drop')));
      const settled = await read(files);
      assert.deepEqual([settled.conflict, statusOf(settled, '1.0.0')], [null, kept]);
    }
  });

  it('refuses whoever would write to it, and nobody else', async () => {
    const files = await forked();
    const registry = folderRegistry(files);
    const before = files.files.get(path);
    expectFailure(await appendTo(registry, next), 'bad-input');
    const refused = expectFailure(await registry.mark(greet.key, change('TESTING', 'RETIRED')), 'bad-input');
    assert.match(refused.message, /rejected\n.*released$/s);
    assert.match(adviceText(refused.remedy ?? ''), /`sproc registry resolve shop\.greet --keep 'ours\|theirs'/);
    expectFailure(await registry.remove(greet.key, '1.0.0'), 'bad-input');
    assert.equal(files.files.get(path), before);
    expectOk(await appendTo(registry, versionOf('CREATE PROCEDURE other() SELECT 1', '1.0.0')));
  });

  it('ends with the branch that is kept, says what was dropped, and goes on', async () => {
    for (const [keep, status, dropped] of [
      ['ours', 'DEVELOPMENT', 'PRODUCTION'],
      ['theirs', 'PRODUCTION', 'DEVELOPMENT'],
    ] as const) {
      const files = await forked();
      const registry = folderRegistry(files);
      const resolved = expectOk(await registry.resolve(greet.key, resolution(keep, 'drop')));
      assert.deepEqual(resolved.dropped, [{ version: '1.0.0', from: 'TESTING', to: dropped }]);
      const record = await read(files);
      assert.deepEqual([record.conflict, statusOf(record, '1.0.0')], [null, status]);
      assert.match(files.files.get(path) ?? '', /"kind":"resolution".*"by":"Cleo".*"reason":"settled"/);
      assert.match(files.files.get(path) ?? '', /rejected[^]*released|released[^]*rejected/);
      expectOk(await appendTo(registry, next));
      expectFailure(await registry.resolve(greet.key, resolution(keep, 'drop')), 'could-not');
    }
  });

  it('carries over what follows, and names what does not', async () => {
    const files = await tested();
    expectOk(await appendTo(folderRegistry(files), next));
    const before = files.files.get(path) ?? '';
    const one = { ...about, version: '1.0.1', from: 'DEVELOPMENT', to: 'TESTING' } as const;
    expectOk(await folderRegistry(files).mark(greet.key, change('TESTING', 'DEVELOPMENT')));
    const ours = files.files.get(path) ?? '';
    files.files.set(path, before);
    expectOk(await folderRegistry(files).mark(greet.key, one));
    expectOk(await folderRegistry(files).mark(greet.key, change('TESTING', 'PRODUCTION')));
    const theirs = (files.files.get(path) ?? '').slice(before.length);
    files.files.set(path, `${before}<<<<<<< HEAD\n${ours.slice(before.length)}=======\n${theirs}>>>>>>> other\n`);
    const resolved = expectOk(await folderRegistry(files).resolve(greet.key, resolution('ours', 'carry')));
    assert.deepEqual(resolved.carried, [one]);
    assert.deepEqual(resolved.dropped, [{ version: '1.0.0', from: 'TESTING', to: 'PRODUCTION' }]);
    const record = await read(files);
    assert.deepEqual([statusOf(record, '1.0.0'), statusOf(record, '1.0.1')], ['DEVELOPMENT', 'TESTING']);
  });

  for (const keep of ['ours', 'theirs'] as const)
    for (const statuses of ['carry', 'drop'] as const)
      it(`ends where both branches are resolutions of the same fork: ${keep}, ${statuses}`, async () => {
        const files = await resolvedTwice(keep, statuses);
        const [status, dropped] = keep === 'ours' ? ['RETIRED', 'PRODUCTION'] : ['PRODUCTION', 'RETIRED'];
        const record = await read(files);
        assert.deepEqual([record.conflict, statusOf(record, '1.0.0')], [null, status]);
        assert.deepEqual(files.resolved.dropped, [{ version: '1.0.0', from: 'TESTING', to: dropped }]);
        assert.deepEqual(files.resolved.carried, []);
        const lines = (files.files.get(path) ?? '').trimEnd().split('\n');
        assert.equal(lines.length, 7, 'each line is there once: 2 before the fork, 2 after it, 3 resolutions');
        expectOk(await appendTo(folderRegistry(files), next));
      });

  for (const keep of ['ours', 'theirs'] as const)
    it(`ends where a third branch is merged into two resolutions: ${keep}`, async () => {
      const files = await resolvedTwice('theirs', 'drop');
      const ours = files.files.get(path) ?? '';
      files.files.set(path, linesOf(ours, 2));
      expectOk(await folderRegistry(files).mark(greet.key, change('TESTING', 'DEVELOPMENT', 'third')));
      mergeInto(files, ours, files.files.get(path) ?? '');
      expectOk(await folderRegistry(files).resolve(greet.key, resolution(keep, 'drop')));
      const record = await read(files);
      assert.deepEqual(
        [record.conflict, statusOf(record, '1.0.0')],
        [null, keep === 'ours' ? 'PRODUCTION' : 'DEVELOPMENT'],
      );
      const after = files.files.get(path) ?? '';
      for (const line of ours.trimEnd().split('\n')) assert.ok(after.includes(line), 'no line is deleted');
    });

  for (const [keep, status] of [
    ['ours', 'DEVELOPMENT'],
    ['theirs', 'PRODUCTION'],
  ] as const)
    it(`ends where three branches were joined line by line: ${keep} is the ${keep === 'ours' ? 'first' : 'second'}`, async () => {
      const files = await forked();
      const both = files.files.get(path) ?? '';
      files.files.set(path, linesOf(both, 2));
      expectOk(await folderRegistry(files).mark(greet.key, change('TESTING', 'RETIRED', 'third')));
      files.files.set(path, both + (files.files.get(path) ?? '').slice(linesOf(both, 2).length));
      expectOk(await folderRegistry(files).resolve(greet.key, resolution(keep, 'drop')));
      const record = await read(files);
      assert.deepEqual([record.conflict, statusOf(record, '1.0.0')], [null, status]);
    });

  for (const [keep, status] of [
    ['ours', 'RETIRED'],
    ['theirs', 'PRODUCTION'],
  ] as const)
    it(`shows both resolutions of one fork where their lines were joined, and keeps ${keep}`, async () => {
      const files = await resolvedTwice(null, 'drop');
      const text = files.files.get(path) ?? '';
      files.files.set(path, text.replace(/^(<<<|===|>>>).*\n/gm, ''));
      const { conflict } = await read(files);
      assert.match(
        conflict?.ours.lines.map((line) => line.text).join('\n') ?? '',
        /→ RETIRED[^]*resolution, kept ours/,
      );
      assert.match(
        conflict?.theirs.lines.map((line) => line.text).join('\n') ?? '',
        /→ PRODUCTION[^]*resolution, kept theirs/,
      );
      expectOk(await folderRegistry(files).resolve(greet.key, resolution(keep, 'drop')));
      const record = await read(files);
      assert.deepEqual([record.conflict, statusOf(record, '1.0.0')], [null, status]);
    });

  it('is settled or not settled when its writer dies, whichever write was the last', async () => {
    const outcomes = new Set<string>();
    for (let writes = 0; ; writes++) {
      const files = await forked();
      files.dieAfter(writes);
      const died = await folderRegistry(files)
        .resolve(greet.key, resolution('theirs', 'drop'))
        .then(
          () => false,
          () => true,
        );
      files.dieAfter(Infinity);
      const record = await read(files);
      outcomes.add(record.conflict === null ? statusOf(record, '1.0.0') : 'conflict');
      if (!died) break;
    }
    assert.deepEqual([...outcomes], ['conflict', 'PRODUCTION']);
  });

  it('refuses lines of a newer Sproc, and lines that are none', async () => {
    for (const [line, sentence] of [
      [
        (text: string) => text.replace('"kind":"status"', '"kind":"approval"'),
        /has an entry in line 2 that a newer version of Sproc wrote/,
      ],
      [
        (text: string) => text.replace('"format":2', '"format":3'),
        /has an entry in line 2 that a newer version of Sproc wrote/,
      ],
      [
        (text: string) => text.replace('2025-09-08', '2025-99-08'),
        /has an entry in line 2 that is not a status change/,
      ],
      [(text: string) => text.replace('"TESTING"', '"testing"'), /has an entry in line 2 that is not a status change/],
      [() => '['.repeat(3_000_000), /has an entry in line 2 that is not a status change/],
      [() => `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, /has an entry in line 2 that is not a status change/],
    ] as const) {
      const files = await tested();
      const [first = '', second = ''] = (files.files.get(path) ?? '').split('\n');
      files.files.set(path, `${first}\n${line(second)}\n`);
      assert.match(expectFailure(await folderRegistry(files).list(), 'bad-input').message, sentence);
    }
  });
});
