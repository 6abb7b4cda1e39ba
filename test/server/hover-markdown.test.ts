/** Comments and authors in a hover are text, whatever they are written like. */
import assert from 'node:assert/strict';
import { escapeMarkdown, fence } from '../../server/src/handlers/hover-markdown';

describe('a comment in a hover', () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    'an address': ['See https://a.example/b_c.', 'See https\\://a\\.example/b\\_c\\.'],
    'an address in capitals': ['HTTPS://A.EXAMPLE', 'HTTPS\\://A\\.EXAMPLE'],
    'an address without a scheme': ['www.a.example', 'www\\.a\\.example'],
    'an address of mail': ['by me@a.example', 'by me\\@a\\.example'],
    'a link': ['[x](command:y)', '\\[x\\]\\(command:y\\)'],
    'an element': ['<b>', '\\<b\\>'],
  };
  for (const [name, [text, markdown]] of Object.entries(cases))
    it(`is text where it has ${name}`, () => {
      assert.equal(escapeMarkdown(text), markdown);
      assert.doesNotMatch(escapeMarkdown(text), /(?:https?|ftp):\/\/|www\.|[\w.+-]@/i, 'nothing that becomes a link');
    });

  it('ends no code that it is shown beside', () => assert.equal(fence('a ```'), '````mysql-routine\na ```\n````'));
});
