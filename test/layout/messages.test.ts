/**
 * Every sentence that a person may read is in the golden files, where it is reviewed as text: `UPDATE=1` rewrites them.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { collectMessages, houses } from '../../scripts/messages/collect-messages';
import { repositoryPath } from '../../scripts/repository';

describe('messages', function () {
  this.timeout(60_000);

  it('advise no command for an environment or a routine that nobody has named', () => {
    const invented = /`sproc [^`]*\b(prod|production|staging|dev|team|place_order)\b[^`]*`/;
    const said = houses.flatMap((house) => collectMessages(house).flatMap(({ messages }) => messages));
    assert.deepEqual(
      said.filter((message) => invented.test(message)),
      [],
    );
  });

  for (const house of houses)
    it(`of ${house} are those of its golden file`, () => {
      const files = collectMessages(house);
      const text = files.map(({ file, messages }) => `# ${file}\n${messages.map((one) => `${one}\n`).join('')}`);
      const golden = repositoryPath('test', 'messages', `${house}.txt`);
      if (process.env['UPDATE'] === '1') writeFileSync(golden, text.join('\n'));
      assert.deepEqual(
        differences(readFileSync(golden, 'utf8'), text.join('\n')),
        [],
        'Review, then run with UPDATE=1.',
      );
    });
});

/** Returns the lines that only one of them has; where only their order differs, the first line that is elsewhere. */
function differences(golden: string, code: string): readonly string[] {
  const [before, after] = [golden.split('\n'), code.split('\n')];
  const [known, now] = [new Set(before), new Set(after)];
  const found = [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !known.has(line)).map((line) => `+ ${line}`),
  ];
  if (found.length > 0 || golden === code) return found;
  return [`~ ${after.find((line, i) => line !== before[i]) ?? 'fewer lines'}`];
}
