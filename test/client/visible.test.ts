/** Names that would reverse, hide or break what is beside them are written out wherever the editor shows them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { printable } from '#engine';
import { entryNode, explainNode, groupNode, noteNode } from '../../client/src/comparing/difference-nodes';
import type { DifferenceEntry } from '../../client/src/comparing/differences';
import { titleOf } from '../../client/src/comparing/sides';
import { listPlanLenses } from '../../client/src/documents/plan-lenses';
import { printDiffTitle } from '../../client/src/documents/print-deployment';
import { planTitle } from '../../client/src/documents/print-plan';
import { answerAmong } from '../../client/src/workbench/answer-among';
import { describeEnvironment } from '../../client/src/workbench/describe-environment';
import { textUri, visible, visibleItem, visibleLines } from '#protocol';

const hostile = 'a\u202eb\u2066c\u200bd\u001be\u0007f\ng\r\u2028';
const written = 'a\\u{202e}b\\u{2066}c\\u{200b}d\\u{1b}e\\u{7}f\\ng\\r\\u{2028}';

describe('a hostile name', () => {
  it('is written out, as on the command line', () => {
    assert.equal(visible(hostile), written);
    assert.equal(visible(hostile), printable(hostile));
    assert.equal(visible('naïve 数 a\u200db'), 'naïve 数 a\u200db');
  });

  it('keeps the lines of a text that has several', () => assert.equal(visibleLines('a\n\u202eb'), 'a\n\\u{202e}b'));

  it('is written out in each text of an item, whose value is untouched', () =>
    assert.deepEqual(visibleItem({ label: hostile, description: hostile, detail: hostile, value: hostile }), {
      ...{ label: written, description: written, detail: written },
      value: hostile,
    }));

  it('is written out in a row, a group and a tooltip of the Differences view', () => {
    const entry: DifferenceEntry = {
      ...{ id: 'x', routine: `shop.${hostile}`, routineKind: 'procedure', target: hostile, group: 'new' },
      ...{ facets: [{ kind: 'body', detail: hostile }], texts: null },
    };
    const row = entryNode(entry, [entry]);
    assert.deepEqual([row.label, row.description, row.message], [written, written, hostile]);
    assert.equal(noteNode('unclear', hostile).label, written);
    assert.equal(groupNode('new', `Only in ${hostile}`, []).label, `Only in ${written}`);
    assert.equal(explainNode(entry, null), `procedure shop.${written}`);
  });

  it('is written out in the titles of tabs', () => {
    const settings = { settings: [], isPreset: false, newest: null, left: null, right: null };
    const texts = { ...settings, routine: `shop.${hostile}`, routineKind: 'procedure' as const };
    assert.equal(titleOf({ left: 'dev', right: hostile }, texts), `${written} · dev (none) ↔ ${written} (none)`);
    assert.equal(planTitle('deploy', hostile), `Plan for ${written}`);
    assert.equal(
      printDiffTitle(hostile, '2026-01-02T03:04:05', { routine: `shop.${hostile}`, from: null, to: '1.0.0' }),
      `${written}: new → 1.0.0 (${written}, 2026-01-02 03:04 UTC)`,
    );
    const uri = textUri({ project: 'file:///a', ref: hostile });
    assert.equal(decodeURIComponent(uri.slice(0, uri.indexOf('?'))), `sproc:/${written}.sql`);
    const reference: unknown = JSON.parse(decodeURIComponent(uri.slice(uri.indexOf('?') + 1)));
    assert.deepEqual(reference, { project: 'file:///a', ref: hostile });
  });

  it('is written out in the lens of a plan', () => {
    const plan = { environment: hostile, fingerprint: 'a', steps: [], order: [], findings: [] };
    const shown = { plan, stage: 'DEVELOPMENT', work: 'deploy', outcome: null } as const;
    const [lens] = listPlanLenses(
      shown,
      { text: '', stepLines: [], places: [] },
      { state: 'waiting', button: 'Deploy' },
    );
    assert.equal(lens?.title, `$(play) Deploy to ${written} (0 steps)`);
  });

  it('is written out in the status bar', () => {
    const chosen = { name: hostile, stage: 'PRODUCTION', protected: true, targets: [hostile] } as const;
    assert.deepEqual(describeEnvironment(chosen, hostile), {
      text: `$(lock) ${written} PRODUCTION · ${written}`,
      tooltip: `Sproc: ${written}, PRODUCTION, ${written} · ${written}`,
    });
  });

  it('is written out on a button, whose answer is untouched', async () => {
    const show = async (labels: readonly string[]): Promise<string | undefined> => Promise.resolve(labels[1]);
    assert.equal(await answerAmong(['Keep', hostile], show), hostile);
    await answerAmong([hostile], async (labels) => {
      assert.deepEqual(labels, [written]);
      return Promise.resolve(undefined);
    });
  });

  for (const file of [
    ...['workbench/dialogs.ts', 'workbench/form-inputs.ts', 'workbench/progress.ts', 'views/row.ts', 'views/tree.ts'],
    ...['views/decorations.ts', 'documents/report-documents.ts', 'documents/ledger-documents.ts'],
    ...['comparing/diffs.ts', 'comparing/compared-documents.ts', 'comparing/differences-view.ts'],
  ])
    it(`passes through one place in ${file}`, () =>
      assert.match(readFileSync(`client/src/${file}`, 'utf8'), /visible(?:Lines|Item)?\(/));
});
