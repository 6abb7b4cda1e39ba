/** Questions and messages name their project in a window with several. */
import assert from 'node:assert/strict';
import type { Dialogs } from '../../client/src/workbench/dialogs';
import { nameProject, printFolder } from '../../client/src/workbench/name-project';

describe('nameProject', () => {
  const asked: string[] = [];
  const dialogs: Dialogs = {
    confirm: ({ message, detail }) => note(`${message} | ${detail ?? ''}`),
    pick: (_choices, title) => note(title),
    pickMany: (_choices, title) => note(title),
    ask: ({ title }) => note(title),
    fill: (title) => note(title),
    report: (_kind, message) => note(message),
  };
  const note = (text: string): Promise<undefined> => {
    asked.push(text);
    return Promise.resolve(undefined);
  };
  beforeEach(() => void asked.splice(0));

  it('adds it to the titles of lists and inputs', async () => {
    const named = nameProject(dialogs, 'shop/billing');
    await named.pick([], 'Deploy', 'Select an environment');
    await named.pickMany([], 'Deploy to dev');
    await named.ask({ title: 'Set Password', prompt: '' });
    await named.fill('Add Environment', []);
    assert.deepEqual(asked, [
      'Deploy · shop/billing',
      'Deploy to dev · shop/billing',
      'Set Password · shop/billing',
      'Add Environment · shop/billing',
    ]);
  });

  it('adds it to the detail of a question, and puts it before messages', async () => {
    const named = nameProject(dialogs, 'shop');
    await named.confirm({ message: 'Deploy to dev?', detail: '2 to create.', answers: [] });
    await named.confirm({ message: 'Deploy to dev?', answers: [] });
    await named.report('information', 'Deployed 2 routines to dev.');
    assert.deepEqual(asked, [
      'Deploy to dev? | Project shop.\n\n2 to create.',
      'Deploy to dev? | Project shop.',
      'shop: Deployed 2 routines to dev.',
    ]);
  });
});

describe('printFolder', () => {
  it('never returns an absolute path', () => {
    assert.equal(printFolder('db/shop'), 'db/shop');
    assert.equal(printFolder('/home/ann/work/shop'), 'shop');
    assert.equal(printFolder('C:\\work\\shop'), 'shop');
  });
});
