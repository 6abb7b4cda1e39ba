/** Before a command writes source files: nothing is written as long as the editor has unsaved text of the project. */
import assert from 'node:assert/strict';
import { saveBeforeWriting } from '../../client/src/commands/save-before-writing';

const purpose = 'Adopt writes source files';

/** Returns the answer, and after it what was asked, saved and reported. */
async function ask(files: Readonly<Record<string, boolean>>, press: string | undefined): Promise<readonly string[]> {
  const heard: string[] = [];
  const dialogs = {
    confirm: ({ message, detail, answers }: { message: string; detail?: string; answers: readonly string[] }) => {
      heard.push(message, detail ?? '', answers.join(', '));
      return Promise.resolve(press);
    },
    report: (_: string, message: string) => Promise.resolve(void heard.push(message)),
  };
  const unsaved = Object.entries(files).map(([name, isWritable]) => ({
    name,
    save: () => Promise.resolve(heard.push(`saved ${name}`) > 0 && isWritable),
  }));
  const isSaved = await saveBeforeWriting(dialogs, unsaved, purpose);
  return [String(isSaved), ...heard];
}

describe('before source files are written', () => {
  it('asks nothing where all is saved', async () => assert.deepEqual(await ask({}, undefined), ['true']));

  it('names the unsaved files, saves them, and continues', async () =>
    assert.deepEqual(await ask({ 'sql/a.sql': true, 'sql/b.sql': true }, 'Save and Continue'), [
      'true',
      '2 files of the project have unsaved changes.',
      'sql/a.sql\nsql/b.sql\n\nAdopt writes source files, starting from the saved text.',
      'Save and Continue',
      'saved sql/a.sql',
      'saved sql/b.sql',
    ]));

  it('saves and changes nothing when the person turns away', async () => {
    const heard = await ask({ 'sql/a.sql': true }, undefined);
    assert.deepEqual([heard[0], heard[1], heard.length], ['false', '1 file of the project has unsaved changes.', 4]);
  });

  it('changes nothing when a file cannot be saved', async () => {
    const heard = await ask({ 'a.sql': true, 'b.sql': false }, 'Save and Continue');
    assert.deepEqual([heard[0], heard.at(-1)], ['false', 'VS Code could not save b.sql. Nothing was changed.']);
  });
});
