/**
 * Every sentence that a person may read is in the golden files, where it is reviewed as text: `UPDATE=1` rewrites them.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { collectMessages, houses } from '../../scripts/messages/collect-messages';
import { repositoryPath } from '../../scripts/repository';

describe('messages', function () {
  this.timeout(60_000);
  for (const house of houses)
    it(`of ${house} are those of its golden file`, () => {
      const files = collectMessages(house);
      const text = files.map(({ file, messages }) => `# ${file}\n${messages.map((one) => `${one}\n`).join('')}`);
      const golden = repositoryPath('test', 'messages', `${house}.txt`);
      if (process.env['UPDATE'] === '1') writeFileSync(golden, text.join('\n'));
      assert.equal(text.join('\n'), readFileSync(golden, 'utf8'));
    });
});
