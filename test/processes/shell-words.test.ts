/** A name in a command that a person pastes reaches the program as it is. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { quoteForShell } from '../../cli/src/report/print-action';

describe('a name in a command', () => {
  const names = [
    'shop.pay@1.2.0',
    "shop.`it's`",
    'a b',
    '$(touch x)`id`',
    '"; true # "',
    '*?[a]~!',
    '-x',
    '',
    'ä→ß',
    'a\nb',
    "'",
    '\\',
  ];
  (process.platform === 'win32' ? it.skip : it)('is one word of a shell', () => {
    for (const name of names)
      assert.equal(execFileSync('sh', ['-c', `printf %s ${quoteForShell(name)}`], { encoding: 'utf8' }), name);
  });
});
