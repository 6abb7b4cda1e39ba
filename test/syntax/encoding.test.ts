/** Files that are not what they should be: other encodings, and no text at all. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnoseAll } from '../../engine/src/analysis/diagnose';
import { decodeSource } from '../../engine/src/project/decode-source';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { inspect } from '../../engine/src/use-cases/reading/inspect';
import { indexFiles } from '../support/source-files';
import { read, statement } from './check';

const text = 'CREATE PROCEDURE größe() SELECT 1;\n';

const asRead = decodeSource;
const codes = (source: string): unknown =>
  diagnoseAll(indexFiles(source)).map(({ code, severity, span }) => [severity, code, span.start]);

describe('a file', () => {
  it('in UTF-8 has nothing to tell, with a mark or without', () => {
    assert.deepEqual(codes(text), []);
    assert.deepEqual(codes(`\ufeff${text}`), []);
  });

  it('in Latin-1 is read, with an error at the first place of each definition', () => {
    const latin = asRead(Buffer.from(`${text}${text.replace('größe', 'maß')}`, 'latin1'));
    assert.deepEqual(codes(latin), [
      ['error', 'broken-encoding', 19],
      ['error', 'broken-encoding', 54],
    ]);
    const { errors, definitions } = read(latin);
    assert.equal(definitions.length, 2);
    assert.match(errors[0]?.message ?? '', /Invalid UTF-8.*Save the file as UTF-8/);
  });

  it('with broken bytes in front of a definition has a warning there, and the definition is whole', () => {
    const latin = asRead(Buffer.from('-- größe\nCREATE PROCEDURE p() SELECT 1;\n', 'latin1'));
    assert.deepEqual(codes(latin), [['warning', 'broken-encoding', 5]]);
    assert.deepEqual(read(latin).definitions[0]?.errors, []);
    const { errors } = inspect([{ file: 'a.sql', text: latin }], defaultParserOptions);
    assert.deepEqual(
      errors.map(({ code, line, column }) => [code, line, column]),
      [['broken-encoding', 1, 6]],
    );
  });

  it('that holds U+FFFD itself has nothing to tell', () => {
    assert.deepEqual(codes(asRead(Buffer.from(text.replace('1', "'\ufffd'")))), []);
  });

  it('in UTF-16 of either order is read where its mark says so, and is one error where there is none', () => {
    const little = Buffer.from(text.repeat(20), 'utf16le');
    const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16()])
      assert.deepEqual(codes(asRead(bytes)), [['error', 'not-text', 0]]);
    for (const bytes of [marked, Buffer.from(marked).swap16()]) {
      assert.deepEqual(codes(asRead(bytes)), []);
      // An editor that decoded it as UTF-8 shows it this way.
      assert.deepEqual(codes(bytes.toString('utf8')), [['error', 'not-text', 0]]);
    }
  });

  it('of NULs, or an image, is one error', () => {
    const image = asRead(readFileSync(join(__dirname, '../../media/icon.png')));
    for (const bytes of ['\0'.repeat(10_000), image]) assert.deepEqual(codes(bytes), [['error', 'not-text', 0]]);
  });

  it('with a control character that went astray is read to its end', () => {
    const { errors, definitions } = read(`SELECT\0 1;\n${text}`);
    assert.deepEqual([errors.map(({ code }) => code), definitions.length], [['nul-byte'], 1]);
  });

  it('is not asked of what a server has stored', () => {
    const { errors, warnings } = read("CREATE PROCEDURE p() SELECT '\udcff'", statement);
    assert.deepEqual([errors, warnings], [[], []]);
  });
});
