/** The example that people open first: it reads without a mistake, and its draft shows what a mistake looks like. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckAnswer, GraphAnswer, InspectAnswer } from '#engine';
import { bundleSproc, runSprocJson } from '../support/sproc-process';

describe('examples/shop', () => {
  let folder = '';
  before(() => {
    bundleSproc();
    folder = mkdtempSync(join(tmpdir(), 'shop-'));
    cpSync(join(__dirname, '../../examples/shop'), folder, { recursive: true });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('has routines of every kind in four schemas', () => {
    const { routines, errors } = runSprocJson('inspect', { folder }) as InspectAnswer;
    assert.deepEqual(errors, []);
    assert.deepEqual([...new Set(routines.map(({ kind }) => kind))].sort(), [
      'event',
      'function',
      'procedure',
      'trigger',
      'view',
    ]);
    const { diagnostics } = runSprocJson('check', { folder }) as CheckAnswer;
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.ok(routines.length >= 25);
  });

  it('has one cycle, and an order in which callees come first', () => {
    const { cycles, order, nodes } = runSprocJson('graph', { folder }) as GraphAnswer;
    assert.deepEqual(cycles, [['shop.unpack', 'shop.unpack_bundle', 'shop.unpack']]);
    assert.ok(order.indexOf('audit.note') < order.indexOf('shop.place_order'));
    assert.deepEqual([...new Set(nodes.map(({ schema }) => schema))].sort(), ['audit', 'billing', 'reporting', 'shop']);
  });

  it('has a draft with a routine that does not exist and an argument that is missing', () => {
    const file = join(folder, 'sproc.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('["routines/**/*.sql"]', '["routines/**/*.sql", "draft/*.sql"]'),
    );
    const { diagnostics } = runSprocJson('check draft', { folder }) as CheckAnswer;
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error').map(({ code, line }) => [code, line]),
      [
        ['missing-routine', 10],
        ['argument-count', 13],
      ],
    );
  });
}).timeout(30_000);
