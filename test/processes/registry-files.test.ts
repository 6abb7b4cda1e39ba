/** Files of a registry that a stranger or a checkout has changed, read by the command line as it ships. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSproc, runSproc, type SprocRun } from '../support/sproc-process';

let root = '';
const folder = '.sproc/routines/shop/procedure/p';

before(bundleSproc);
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sproc-files-'));
  mkdirSync(join(root, 'sql'));
  writeFileSync(join(root, 'sproc.json'), '{"sources":["sql/*.sql"],"schema":"shop"}');
  writeFileSync(join(root, 'sql/p.sql'), 'CREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\nEND\n');
  assert.equal(sproc('register').exit, 0);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function sproc(line: string): SprocRun {
  return runSproc(line, { folder: root });
}

function checksum(text: string): string {
  return createHash('sha256')
    .update(`${Buffer.byteLength(text)}:${text}`)
    .digest('hex');
}

/** A version that is sealed and is no routine, as only a hand can write it. */
function forgeText(text: string): void {
  const path = join(root, folder, '1.0.0');
  const { seal: _seal, ...facts } = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as {
    seal: string;
    checksums: Record<string, string>;
  };
  const forged = { ...facts, checksums: { ...facts.checksums, text: checksum(text) } };
  writeFileSync(`${path}.sql`, `${text}\n`);
  writeFileSync(`${path}.json`, JSON.stringify({ ...forged, seal: checksum(JSON.stringify(forged)) }));
}

describe('a registry folder that somebody has changed', () => {
  for (const text of ['no routine at all', 'CREATE PROCEDURE q() SELECT 1'])
    it(`is bad input where a version's text is ${text}`, () => {
      forgeText(text);
      for (const line of ['versions', 'show p@1.0.0', 'register', 'compare registry workspace']) {
        const { exit, err } = sproc(line);
        assert.equal(exit, 65, `${line}: ${err}`);
        assert.match(err, /^error: The (text of procedure shop\.p 1\.0\.0|status log of procedure shop\.p)/, line);
      }
    });

  it('writes out what would control the terminal', () => {
    const log = join(root, folder, 'status.jsonl');
    const line = { version: '1.0.0', from: 'TESTING', to: 'PRODUCTION', at: '2025-09-08T00:00:00.000Z' };
    const evil = { ...line, by: 'Eve\u001b[2J\u202e', reason: 'a\nerror: forged' };
    writeFileSync(log, `${readFileSync(log, 'utf8')}${JSON.stringify(evil)}\n`);
    for (const words of ['versions', 'check', 'registry resolve p']) {
      const { out, err } = sproc(words);
      assert.ok(!`${out}${err}`.includes('\u001b') && !`${out}${err}`.includes('\u202e'), words);
      assert.doesNotMatch(out + err, /^error: forged/m, words);
      assert.match(out + err, /Eve\\u001b\[2J\\u202e/, words);
    }
  });

  it('has no new version where only line ends differ', () => {
    const source = join(root, 'sql/p.sql');
    writeFileSync(source, readFileSync(source, 'utf8').replaceAll('\n', '\r\n'));
    assert.match(sproc('register').out, /0 versions registered, 1 unchanged/);
    assert.match(sproc('status').out, /shop\.p +1\.0\.0 +1\.0\.0/);
    writeFileSync(source, 'CREATE PROCEDURE p()\r\nBEGIN\r\n  SELECT 2;\r\nEND\r\n');
    assert.match(sproc('register').out, /1 version registered/);
  });
});
