/** The cache of an index between two sessions: it equals the result of reading the texts again, or is empty. */
import assert from 'node:assert/strict';
import { readIndexCache, writeIndexCache } from '../../engine/src/analysis/sources/index-cache';
import { SourceIndex, type FileFacts } from '../../engine/src/analysis/sources/source-index';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';
import { fixtures } from '../syntax/fixtures';
import { memoryIndexStore, type MemoryIndexStore } from '../support/memory-index-store';

const shop: ParserOptions = { ...defaultParserOptions, schema: 'shop' };

function indexOf(files: Readonly<Record<string, string>>, reading = shop): SourceIndex {
  const index = new SourceIndex(reading);
  for (const [file, text] of Object.entries(files)) index.update(file, text);
  return index;
}

/** Prints the data of a file that needs no syntax. */
function print({ otherVerbs, installs, routines, members }: FileFacts): unknown {
  const plain = ({
    key,
    identity,
    signature,
    span,
    nameSpan,
    line,
    endLine,
    references,
    within,
    place,
  }: (typeof routines)[0]) => ({ key, identity, signature, span, nameSpan, line, endLine, references, within, place });
  return { otherVerbs, installs, routines: routines.map(plain), members: members.map(plain) };
}

async function keep(index: SourceIndex): Promise<MemoryIndexStore> {
  const store = memoryIndexStore();
  await writeIndexCache(store, index);
  return store;
}

describe('an index that was kept', () => {
  for (const { name, text, options } of fixtures)
    it(`says of ${name} what reading it again says`, async () => {
      const reading = { ...options, schema: 'shop' };
      const read = indexOf({ [name]: text }, reading);
      const cache = await readIndexCache(await keep(read), reading);
      const packed = cache.find(name, text);
      assert.notEqual(packed, null);
      const restored = new SourceIndex(reading).update(name, text, packed);
      const original = read.facts(name)!;
      assert.deepEqual(print(restored), print(original));
      assert.deepEqual(
        restored.routines.map(({ exact }) => exact),
        original.routines.map(({ exact }) => exact),
      );
    });

  it('says of the routines of a package what reading it again says', async () => {
    const parserOptions: ParserOptions = { ...shop, dialect: 'mariadb', serverVersion: 101118, sqlMode: ['ORACLE'] };
    const text = 'CREATE PACKAGE BODY tools AS PROCEDURE a() AS BEGIN b(); END; PROCEDURE b() AS BEGIN NULL; END; END;';
    const read = indexOf({ 'tools.sql': text }, parserOptions);
    assert.equal(read.members().length, 2);
    const cache = await readIndexCache(await keep(read), parserOptions);
    const restored = new SourceIndex(parserOptions).update('tools.sql', text, cache.find('tools.sql', text));
    assert.deepEqual(print(restored), print(read.facts('tools.sql')!));
    assert.equal(restored.members[1]?.definition.name.name.text, 'tools.b');
  });

  it('says nothing of a text that is another by now', async () => {
    const cache = await readIndexCache(await keep(indexOf({ 'a.sql': 'CREATE PROCEDURE a() CALL b();' })), shop);
    assert.equal(cache.find('a.sql', 'CREATE PROCEDURE a() CALL c();'), null);
    assert.equal(cache.find('b.sql', 'CREATE PROCEDURE a() CALL b();'), null);
  });

  it('says nothing where the files are read in another way', async () => {
    const store = await keep(indexOf({ 'a.sql': 'CREATE PROCEDURE a() CALL b();' }));
    const cache = await readIndexCache(store, { ...shop, sqlMode: ['ANSI_QUOTES'] });
    assert.equal(cache.find('a.sql', 'CREATE PROCEDURE a() CALL b();'), null);
  });

  it('says nothing that was damaged, wherever the damage is, and all the rest', async () => {
    const texts = { 'a.sql': 'CREATE PROCEDURE a() CALL b();', 'b.sql': 'CREATE PROCEDURE b() SELECT 1 FROM t;' };
    const store = await keep(indexOf(texts));
    const whole = store.kept ?? '';
    const expected = Object.entries(texts).map(([file, text]) => print(new SourceIndex(shop).update(file, text)));
    for (let at = 0; at < whole.length; at++) {
      const changed = whole.charAt(at) === '1' ? '2' : '1';
      store.kept = whole.slice(0, at) + changed + whole.slice(at + 1);
      const cache = await readIndexCache(store, shop);
      const found = Object.entries(texts).map(([file, text]) => cache.find(file, text));
      const read = Object.entries(texts).map(([file, text], i) =>
        print(new SourceIndex(shop).update(file, text, found[i] ?? null)),
      );
      assert.deepEqual(read, expected);
    }
  });

  it('is read as far as it goes where its end is missing', async () => {
    const texts = { 'a.sql': 'CREATE PROCEDURE a() CALL b();', 'b.sql': 'CREATE PROCEDURE b() SELECT 1 FROM t;' };
    const store = await keep(indexOf(texts));
    store.kept = store.kept?.slice(0, -20) ?? null;
    const cache = await readIndexCache(store, shop);
    assert.deepEqual(
      Object.entries(texts).map(([file, text]) => cache.find(file, text) !== null),
      [true, false],
    );
  });

  it('takes names and paths with everything in them', async () => {
    const text = 'CREATE PROCEDURE `a\tb\\`` "é` () CALL `x\ny`.`🙂`();';
    const file = 'a\tb\n".sql';
    const read = indexOf({ [file]: text });
    const cache = await readIndexCache(await keep(read), shop);
    const restored = new SourceIndex(shop).update(file, text, cache.find(file, text));
    assert.notEqual(cache.find(file, text), null);
    assert.deepEqual(print(restored), print(read.facts(file)!));
  });
});
