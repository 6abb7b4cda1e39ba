/**
 * Every sentence that a person may read is in the golden files, where it is reviewed as text: `UPDATE=1` rewrites them.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { commands } from '../../cli/src/commands/all';
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

  // What to do is data, of which each front makes its own words (decision 27).
  for (const house of houses.filter((each) => each !== 'cli'))
    it(`of ${house} hold no command of a shell`, () => {
      const names = commands.map(({ name }) => name).join('|');
      const flags = commands.flatMap(({ options }) =>
        options.flatMap((option) => /--([a-z-]+)/.exec(option.flags)?.[1] ?? []),
      );
      const command = new RegExp(`\\bsproc (?:${names})\\b|(?<![\\w-])--(?:project|json|${flags.join('|')})\\b`);
      const found = collectMessages(house).flatMap(({ file, messages }) =>
        messages.filter((message) => command.test(message)).map((message) => `${file}: ${message}`),
      );
      assert.deepEqual(found, []);
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
