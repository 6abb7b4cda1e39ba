/** Options and operands that would have no effect: rejected, because whoever gives one expects something else to happen. */
import assert from 'node:assert/strict';
import { commands } from '../../cli/src/commands/all';
import { run } from '../../cli/src/run';
import { memoryHost } from '../support/memory-host';

/** Returns the exit code and the first line of the messages. */
async function answer(line: string): Promise<string> {
  const host = memoryHost();
  const exit = await run(line.split(' '), host);
  return `${exit} ${host.err().split('\n')[0] ?? ''}`;
}

describe('--project', () => {
  const files = { 'db/sproc.json': '{ "schema": "shop" }', 'db/a.sql': 'CREATE PROCEDURE a() SELECT 1;' };

  it('takes the folder, or the sproc.json in it', async () => {
    for (const given of ['db', 'db/sproc.json', './db/sproc.json']) {
      const host = memoryHost({ files });
      assert.equal(await run(['inspect', '--project', given], host), 0, given);
      assert.match(host.out(), /procedure a\(\)/);
    }
  });

  it('takes no other file', async () => {
    const host = memoryHost({ files });
    assert.equal(await run(['check', '--project', 'db/a.sql'], host), 64);
    assert.equal(
      host.err(),
      'error: db/a.sql is not a folder, so it is not a project.\n  Name the folder with sproc.json after --project, or leave --project out.\n',
    );
  });
});

describe('an option without effect is a usage error:', () => {
  const cases = {
    'graph --env dev': '--env has no effect without --column.',
    'graph --callers': '--callers has no effect without the names of routines.',
    'graph --callees': '--callees has no effect without the names of routines.',
    'graph --depth 2': '--depth has no effect without the names of routines.',
    'graph a --column t.c': '--column shows every routine that uses the column, whichever are named.',
    'graph --confirm dev --format svg': 'A graph in the format svg does not show what --confirm finds.',
    'plan dev --with-callees': '--with-callees has no effect without the names of routines.',
    'preflight dev --with-callees': '--with-callees has no effect without the names of routines.',
    'deploy dev --yes --with-callees': '--with-callees has no effect without the names of routines.',
    'drift dev --register': '--register has no effect without --adopt.',
    'drift dev --reason why': '--reason has no effect without --adopt or --revert.',
    'drift dev a --ticket T-1': '--ticket has no effect without --adopt or --revert.',
    'registry copy dev prod --yes --folder x': '--folder has no effect without the word folder.',
    'registry copy folder prod --yes --keep ours': '`registry copy` takes no --keep.',
  };
  for (const [line, message] of Object.entries(cases))
    it(line, async () => assert.equal(await answer(line), `64 error: ${message}`));

  it('and so is an empty word, which would name the working folder or nothing', async () => {
    const empty = {
      'check --project=': '--project is empty.',
      'check --env=': '--env is empty.',
      'check --sarif=': '--sarif is empty.',
      'deploy dev --yes --plan=': '--plan is empty.',
      'inspect ': 'The argument path is empty.',
      'deploy  --yes': 'The argument environment is empty.',
      'compare dev prod a ': 'The argument routines is empty.',
    };
    for (const [line, message] of Object.entries(empty)) assert.equal(await answer(line), `64 error: ${message}`, line);
    assert.equal(await answer('grep '), '2 error: The test did not expect this use case.');
  });

  it('but it is accepted with what it needs', async () => {
    for (const line of ['graph --column t.c --env dev', 'graph a --depth 2', 'plan dev a --with-callees'])
      assert.equal(await answer(line), '2 error: The test did not expect this use case.', line);
  });

  it('and each need is an option or an operand of the command', () => {
    for (const { name, operands, options } of commands)
      for (const { needs = [] } of options)
        for (const need of needs) {
          const words = [operands, ...options.map(({ flags }) => flags)].join(' ');
          assert.match(words, new RegExp(`(?:^|[ <[])${need}\\b`), `${name}: ${need}`);
        }
  });
});
