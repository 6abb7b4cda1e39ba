/** Actions as the editor names them: by commands that it has, and never by one of a shell. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { advise } from '#engine';
import { commandsFor, describeAction, printForEditor } from '#protocol';
import { readArgument } from '../../client/src/workbench/command-argument';
import { repositoryPath } from '../../scripts/repository';
import { allActions } from '../support/all-actions';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly title: string }[] };
}

const manifest = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8')) as Manifest;
const titles = new Map(manifest.contributes.commands.map(({ command, title }) => [command, title]));

describe('an action in the editor', () => {
  for (const action of allActions) {
    const { words, command } = describeAction(action);
    it(`is a command of the palette, or words: ${JSON.stringify(action)}`, () => {
      assert.doesNotMatch(words, /sproc |--|`/);
      if (command === null) {
        assert.match(words, /^\S.*\S$/);
        return;
      }
      assert.equal(titles.get(command.command), command.title);
      assert.equal(words, `"Sproc: ${command.title}"`);
      const {
        id: _id,
        way: _way,
        verify: _verify,
        from: _from,
        ...known
      } = {
        ...{ way: undefined, verify: undefined, from: undefined },
        ...action,
      };
      assert.deepEqual(readArgument(command.argument), known, 'what is known is filled in');
    });
  }

  it('is named in the sentence, and has a button', () => {
    const remedy = advise`Run ${{ id: 'recover', environment: 'prod' }}, or see ${{ id: 'check' }}.`;
    assert.equal(printForEditor(remedy), 'Run "Sproc: Recover Interrupted Deployment…", or see the Problems view.');
    const button = {
      command: 'sproc.recover',
      title: 'Recover Interrupted Deployment…',
      argument: { environment: 'prod' },
    };
    assert.deepEqual(commandsFor(remedy, 'Plain text.', remedy), [button]);
  });
});
