/** The search through the files of applications, and what is said of those that were not searched. */
import assert from 'node:assert/strict';
import {
  searchApplications,
  searchLimits,
  type ApplicationFiles,
} from '../../engine/src/lifecycle/dependants/search-applications';
import { memorySourceTree } from '../support/memory-project';

const names = new Map([['p', { name: 'place_order', isCaseSensitive: false }]]);

const search = async (
  files: Readonly<Record<string, string>>,
  patterns: ApplicationFiles['patterns'] = ['src/**'],
  limits: Partial<typeof searchLimits> = {},
): Promise<{ readonly places: readonly string[]; readonly notes: readonly string[] }> => {
  const tree = memorySourceTree(files);
  const isSource = (file: string): boolean => file.endsWith('.sql');
  const { places, notes } = await searchApplications({ tree, patterns, isSource }, names, {
    ...searchLimits,
    ...limits,
  });
  return {
    places: (places.get('p') ?? []).map(({ file, line }) => `${file}:${line}`),
    notes: notes.map(({ message }) => message),
  };
};

describe('the search for callers in applications', () => {
  it('gives file and line, and leaves out sources and what the patterns exclude', async () => {
    const files = {
      'src/Orders.java': 'class Orders {\n  String sql = "{call shop.place_order(?)}";\n}\n',
      'src/a.py': 'cursor.callproc("place_order")',
      'src/generated/b.py': 'place_order',
      'src/place_order.sql': 'CREATE PROCEDURE place_order() SELECT 1;',
      'other/c.py': 'place_order',
    };
    assert.deepEqual(await search(files, ['src/**', '!src/generated/**']), {
      places: ['src/Orders.java:2', 'src/a.py:1'],
      notes: [],
    });
  });

  it('reads nothing without patterns', async () => {
    assert.deepEqual(await search({ 'src/a.py': 'place_order' }, null), { places: [], notes: [] });
  });

  it('says that no file matches', async () => {
    assert.deepEqual(await search({ 'a.py': 'place_order' }), {
      places: [],
      notes: ['No file matches "applications", so no application was searched for callers.'],
    });
  });

  it('names the files that are not text, and those that are too large', async () => {
    const files = {
      'src/a.png': 'place_order\0',
      'src/b.log': 'place_order'.repeat(200_000),
      'src/c.py': 'place_order',
    };
    assert.deepEqual(await search(files, ['src/**'], { bytes: 1024 * 1024 }), {
      places: ['src/c.py:1'],
      notes: [
        '1 file of "applications" cannot be read, or has more than 1 MB, and was not searched for callers: src/b.log.',
        '1 file of "applications" is not text, and was not searched for callers: src/a.png.',
      ],
    });
  });

  it('ends at its limits, and says where', async () => {
    const files = { 'src/a.py': 'place_order\n'.repeat(5), 'src/b.py': 'place_order', 'src/c.py': 'place_order' };
    const few = ['2 files of 3 in "applications" were not searched for callers, because there are too many.'];
    const first = [1, 2, 3, 4, 5].map((line) => `src/a.py:${line}`);
    assert.deepEqual(await search(files, ['src/**'], { files: 1 }), { places: first, notes: few });
    assert.deepEqual(await search(files, ['src/**'], { characters: 10 }), { places: first, notes: few });
    assert.deepEqual(await search(files, ['src/**'], { places: 2 }), {
      places: first.slice(0, 2),
      notes: ['5 further lines of "applications" are not listed: a name has more than 2 lines.'],
    });
  });
});
