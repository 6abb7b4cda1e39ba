/** Properties of the formatting of every text, in every mode. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';
import { tokenize } from '../../engine/src/syntax/tokenizer';
import { fixtures } from '../syntax/fixtures';
import { format } from './format';

describe('formatting of every fixture and example, in every mode', () => {
  const folder = join(__dirname, '../../examples/shop');
  const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sql'))
    .map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8'), options: defaultParserOptions }));
  const modes = [[], ['ANSI_QUOTES', 'NO_BACKSLASH_ESCAPES', 'PIPES_AS_CONCAT', 'IGNORE_SPACE']];
  for (const { name, text, options } of [...fixtures, ...examples])
    it(`changes white space alone, and once: ${name}`, async () => {
      for (const dialect of ['mysql', 'mariadb'] as const)
        for (const sqlMode of modes)
          for (const variant of [text, disarrange(text)]) {
            const serverVersion = dialect === options.dialect ? options.serverVersion : defaultVersions[dialect];
            const reading = { ...options, dialect, serverVersion, sqlMode };
            const once = await format(variant, { reading });
            assert.deepEqual(wordsOf(once, reading), wordsOf(variant, reading));
            assert.equal(await format(once, { reading }), once);
          }
    });
});

const defaultVersions = { mysql: 90700, mariadb: 101100 };

/** Returns the text without indentation, and with the ends of lines joined to the next ones that begin with words. */
function disarrange(text: string): string {
  return text.replace(/\n[ \t]+(?=\w)/g, '\n');
}

/** Returns tokens and comments, each as written. */
function wordsOf(text: string, parserOptions: ParserOptions): readonly string[] {
  const { count, start, end } = tokenize(text, parserOptions);
  const words: string[] = [];
  for (let i = 0, last = 0; i <= count; i++) {
    const gap = text.slice(last, i < count ? start[i] : text.length).trim();
    if (gap !== '') words.push(gap.replace(/\s+/g, ' '));
    if (i < count) words.push(text.slice(start[i], end[i]));
    last = end[i] ?? last;
  }
  return words;
}
