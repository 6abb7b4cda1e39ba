import assert from 'node:assert/strict';
import { decodeGrantText, encodeGrantText } from '../../engine/src/database/grant-table-text';

describe('a name in mysql.procs_priv', () => {
  for (const name of ['plain_name', 'größe', 'ÖL€€', 'Ã¶', '日本語', 'имя', '\u0081\u009d'])
    it(`is read as it was meant: ${name}`, () => assert.equal(decodeGrantText(encodeGrantText(name)), name));

  it('is stored as servers store it', () => assert.equal(encodeGrantText('größe'), 'grÃ¶ÃŸe'));

  it('stays as it is where it cannot have been encoded twice', () => {
    for (const stored of ['größe', '日本', 'a\u00c3']) assert.equal(decodeGrantText(stored), stored);
  });
});
