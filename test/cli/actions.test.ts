/** Actions as the command line writes them: each is a command that exists. */
import assert from 'node:assert/strict';
import { advise } from '#engine';
import { commands } from '../../cli/src/commands/all';
import { printAnswerJson, withCommands } from '../../cli/src/report/answer-json';
import { adviceText, printAction, quoteForShell } from '../../cli/src/report/print-action';
import { allActions } from '../support/all-actions';

const optionsOf = new Map(
  commands.map(({ name, options }) => [name, options.flatMap(({ flags }) => flags.match(/--[a-z-]+/g) ?? [])]),
);
const global = ['--project', '--json'];

describe('an action on the command line', () => {
  for (const action of allActions)
    it(`is a command or an option that exists: ${printAction(action)}`, () => {
      const text = printAction(action);
      const [, command = '', rest = ''] = /^sproc ([a-z-]+)(.*)$/.exec(text) ?? [];
      if (command !== '') {
        const known = optionsOf.get(command);
        assert.ok(known, `${command} is no command`);
        for (const option of rest.match(/--[a-z-]+/g) ?? []) assert.ok(known.includes(option), `${text}: ${option}`);
      } else if (text.startsWith('--')) {
        const [option = ''] = text.split(' ');
        assert.ok(
          [...optionsOf.values(), global].some((known) => known.includes(option)),
          option,
        );
      } else assert.match(text, /^(?:git checkout |SPROC_(?:PASSWORD|LEDGER_KEY)_PRE_PROD$)/);
    });

  it('quotes a name that the shell would read otherwise', () => {
    const routine = "shop.`it's; rm -rf ~`";
    assert.equal(printAction({ id: 'versions', routine }), "sproc versions 'shop.`it'\\''s; rm -rf ~`'");
    assert.equal(printAction({ id: 'restore-file', file: 'a b/$HOME.jsonl' }), "git checkout -- 'a b/$HOME.jsonl'");
    assert.equal(quoteForShell(''), "''");
    assert.equal(quoteForShell('-x'), "'-x'");
  });

  it('is one string in JSON and in sentences', () => {
    const remedy = advise`Run ${{ id: 'recover', environment: 'prod' }} first.`;
    assert.equal(adviceText(remedy), 'Run `sproc recover prod` first.');
    const answer = { steps: [{ error: remedy }], notes: [remedy, 'plain'], count: 1, none: null };
    assert.deepEqual(JSON.parse(printAnswerJson(answer)), {
      steps: [{ error: 'Run `sproc recover prod` first.' }],
      notes: ['Run `sproc recover prod` first.', 'plain'],
      count: 1,
      none: null,
    });
    const plain = { steps: [{ error: 'x' }], notes: [] };
    assert.equal(withCommands(plain), plain);
  });
});
