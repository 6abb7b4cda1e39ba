/** Texts kept beside the project on this machine: the user's alone, and harmless whatever happens to them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeGate, openGate } from '../../engine/src/base/node-gate';
import { nodeKeptTexts } from '../../engine/src/base/node-kept-texts';

describe('nodeKeptTexts', () => {
  let root = '';
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'kept-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const folder = (): string => join(root, 'state/sproc');
  const names = (): readonly string[] => readdirSync(folder());

  it('gives back what it was given, under names that are no paths, to nobody but this user', async () => {
    const texts = nodeKeptTexts(folder(), openGate);
    assert.equal(await texts.read('../../a'), null);
    await texts.write('../../a', 'old');
    await texts.write('../../a', 'new');
    await texts.write('b', '');
    assert.equal(await texts.read('../../a'), 'new');
    assert.deepEqual(readdirSync(root), ['state']);
    assert.ok(names().length === 2 && names().every((name) => /^[0-9a-f]{64}\.json$/.test(name)), names().join(' '));
    for (const name of names()) assert.equal(statSync(join(folder(), name)).mode & 0o777, 0o600);
    assert.equal(statSync(folder()).mode & 0o777, 0o700);
  });

  it('reads nothing through a link, and nothing that is not a file', async () => {
    const texts = nodeKeptTexts(folder(), openGate);
    await texts.write('a', 'text');
    const [name = ''] = names();
    const path = join(folder(), name);
    writeFileSync(join(root, 'secret'), 'secret');
    rmSync(path);
    symlinkSync(join(root, 'secret'), path);
    assert.equal(await texts.read('a'), '');
    rmSync(path);
    mkdirSync(path);
    assert.equal(await texts.read('a'), '');
    await texts.write('a', 'text');
    assert.deepEqual(names(), [name]);
  });

  it('writes nothing where the folder cannot be made, or where the workspace is not trusted', async () => {
    writeFileSync(join(root, 'state'), 'a file');
    const texts = nodeKeptTexts(folder(), openGate);
    await texts.write('a', 'text');
    assert.equal(await texts.read('a'), '');
    const untrusted = nodeKeptTexts(
      join(root, 'other'),
      makeGate(() => false),
    );
    await untrusted.write('a', 'text');
    assert.deepEqual(readdirSync(root), ['state']);
  });
});
