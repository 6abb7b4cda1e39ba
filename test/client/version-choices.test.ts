/** The order and the words of versions in a list. */
import assert from 'node:assert/strict';
import type { VersionAnswer } from '#engine';
import { makeVersionChoices } from '../../client/src/commands/version-choices';

const version = (
  routine: string,
  number: string,
  createdAt: string,
  author = 'Ann <ann@shop.example>',
): VersionAnswer => ({
  ...{ routine, kind: 'procedure', version: number, identifier: '', status: 'DEVELOPMENT', author, createdAt },
  ...{ description: '', checksum: '', commit: null },
});
const found = [
  version('shop.a', '1.0.0', '2026-01-01T00:00:00Z'),
  version('shop.a', '1.0.1', '2026-03-01T00:00:00Z'),
  version('shop.b', '1.0.0', '2026-02-01T00:00:00Z', '<bot@shop.example>'),
  version('shop.b', '1.0.1', '2026-02-01T00:00:00Z', 'Bob'),
];
const print = (here: string | null): readonly string[] =>
  makeVersionChoices(found, here).map(({ label, detail = '' }) => `${label} | ${detail}`);

describe('the list of versions', () => {
  it('begins with the newest, without the e-mail addresses of authors', () =>
    assert.deepEqual(print(null), [
      'shop.a 1.0.1 | 2026-03-01 · Ann',
      'shop.b 1.0.1 | 2026-02-01 · Bob',
      'shop.b 1.0.0 | 2026-02-01 · <bot@shop.example>',
      'shop.a 1.0.0 | 2026-01-01 · Ann',
    ]));

  it('begins with those of the routine under the cursor', () =>
    assert.deepEqual(
      print('shop.b').map((line) => line.split(' |')[0]),
      ['shop.b 1.0.1', 'shop.b 1.0.0', 'shop.a 1.0.1', 'shop.a 1.0.0'],
    ));
});
