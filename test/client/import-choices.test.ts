/** The list of an import: new routines are ticked, those with a source are not, and a skip says why. */
import assert from 'node:assert/strict';
import type { ImportAnswer } from '#engine';
import { makeImportChoices, printImported } from '../../client/src/commands/import-choices';

const skipped: ImportAnswer['skipped'] = [
  { routine: 'shop.b', kind: 'procedure', file: 'db/b.sql', reason: 'db/b.sql already defines it' },
  { routine: 'shop.c', kind: 'procedure', file: null, reason: 'its text is not readable' },
];
const answer = { written: [{ routine: 'shop.a', file: 'db/a.sql' }], skipped };

describe('the routines of an environment to import', () => {
  it('are listed with their files, only new ones ticked', () => {
    assert.deepEqual(
      makeImportChoices(answer).map(({ label, description, picked, value }) => [
        label,
        description,
        picked,
        value.replaces,
      ]),
      [
        ['shop.a', '→ db/a.sql', true, false],
        ['shop.b', 'has a source: db/b.sql', false, true],
        ['shop.c', 'left out', false, false],
      ],
    );
  });

  it('are reported without a skip where there is none, and with its reason', () => {
    assert.equal(printImported('dev', { ...answer, skipped: [] }), 'Imported 1 routine from dev.');
    assert.equal(
      printImported('dev', { written: [], skipped: skipped.slice(1) }),
      'Imported 0 routines from dev. Skipped shop.c: its text is not readable.',
    );
    assert.match(printImported('dev', answer), /, skipped 2\. shop\.b: db\/b\.sql already defines it\.$/);
  });
});
