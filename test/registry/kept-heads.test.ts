/** Heads of ledgers in the registry's folder. */
import assert from 'node:assert/strict';
import { keptHeads, type KeptHead } from '../../engine/src/registry/folder/kept-heads';
import { expectFailure, expectOk } from '../support/expect';
import { memoryRegistryFiles } from '../support/memory-registry-files';

const head = (sequence: number, deployment = `d${sequence}`): KeptHead => ({
  target: 'db:3306/shop',
  sequence,
  hash: 'ab'.repeat(32),
  at: '2026-01-01T00:00:00.000000Z',
  deployment,
});

describe('kept heads', () => {
  it('are one line a deployment and target, the newest fifty of them', async () => {
    const files = memoryRegistryFiles();
    const heads = keptHeads(files);
    expectOk(await heads.keep('prod', [head(1, 'd'), { ...head(1, 'd'), target: 'db2:3306/shop' }]));
    expectOk(await heads.keep('prod', [head(4, 'd')]));
    const kept = expectOk(await heads.read('prod'));
    assert.deepEqual(
      kept.map(({ target, sequence }) => `${target} ${sequence}`),
      ['db2:3306/shop 1', 'db:3306/shop 4'],
    );
    assert.deepEqual(expectOk(await heads.read('dev')), []);
    for (let i = 10; i < 70; i++) expectOk(await heads.keep('prod', [head(i)]));
    const newest = expectOk(await heads.read('prod'));
    assert.deepEqual([newest.length, newest[0]?.sequence, newest[49]?.sequence], [50, 20, 69]);
    assert.equal(
      (await files.read('heads/prod.jsonl'))?.split('\n')[0],
      `{"format":1,"target":"db:3306/shop","sequence":20,"hash":"${'ab'.repeat(32)}","at":"2026-01-01T00:00:00.000000Z","deployment":"d20"}`,
    );
  });

  it('are forgotten one by one', async () => {
    const heads = keptHeads(memoryRegistryFiles());
    expectOk(await heads.keep('prod', [head(1), head(2)]));
    expectOk(await heads.forget('prod', [head(1)]));
    assert.deepEqual(expectOk(await heads.read('prod')), [head(2)]);
  });

  for (const line of [
    '<<<<<<< ours',
    'null',
    '{"format":2}',
    JSON.stringify({ format: 1, ...head(1), hash: 'x' }),
    '[]',
  ])
    it(`are refused where a line is ${line.slice(0, 20)}`, async () => {
      const files = memoryRegistryFiles();
      const heads = keptHeads(files);
      expectOk(await heads.keep('prod', [head(1)]));
      files.files.set('heads/prod.jsonl', `${files.files.get('heads/prod.jsonl') ?? ''}${line}\n`);
      const failure = expectFailure(await heads.read('prod'), 'bad-input');
      assert.match(failure.message, /^Line 2 of .*heads\/prod\.jsonl is not a ledger head\.$/);
      expectFailure(await heads.keep('prod', [head(2)]), 'bad-input');
    });
});
