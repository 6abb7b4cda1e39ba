/** Files that are not what they should be: other encodings, and no text at all. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnoseAll } from '../../engine/src/analysis/diagnose';
import { indexFiles } from '../support/source-files';
import { read, statement } from './check';

const text = 'CREATE PROCEDURE größe() SELECT 1;\n';

/** Bytes as a source file is read: whatever is no UTF-8 becomes U+FFFD. */
const asRead = (bytes: Buffer): string => bytes.toString('utf8');
const codes = (source: string): unknown =>
  diagnoseAll(indexFiles(source)).map(({ code, severity, span }) => [severity, code, span.start]);

describe('a file', () => {
  it('in UTF-8 has nothing to tell, with a mark or without', () => {
    assert.deepEqual(codes(text), []);
    assert.deepEqual(codes(`\ufeff${text}`), []);
  });

  it('in Latin-1 is read with a warning at the first place', () => {
    const latin = asRead(Buffer.from(`${text}${text.replace('größe', 'maß')}`, 'latin1'));
    assert.deepEqual(codes(latin), [['warning', 'broken-encoding', 19]]);
    const { errors, warnings, definitions } = read(latin);
    assert.deepEqual([errors.length, definitions.length], [0, 2]);
    assert.match(warnings[0]?.message ?? '', /no UTF-8.*save the file as UTF-8/);
  });

  it('in UTF-16 of either order, with a mark or without, is one error', () => {
    const little = Buffer.from(text.repeat(20), 'utf16le');
    const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [little, Buffer.from(little).swap16(), marked, Buffer.from(marked).swap16()])
      assert.deepEqual(codes(asRead(bytes)), [['error', 'not-text', 0]]);
  });

  it('of NULs, or an image, is one error', () => {
    const image = asRead(readFileSync(join(__dirname, '../../media/icon.png')));
    for (const bytes of ['\0'.repeat(10_000), image]) assert.deepEqual(codes(bytes), [['error', 'not-text', 0]]);
  });

  it('with a control character that went astray is read to its end', () => {
    const { errors, definitions } = read(`SELECT\0 1;\n${text}`);
    assert.deepEqual([errors.map(({ code }) => code), definitions.length], [['unexpected-character'], 1]);
  });

  it('is not asked of what a server has stored', () => {
    const { warnings } = read("CREATE PROCEDURE p() SELECT '\ufffd'", statement);
    assert.deepEqual(warnings, []);
  });
});
