/** Bad input to the real command line: each its sentence and its exit code, and nothing changed. */
import assert from 'node:assert/strict';
import type { CheckAnswer, CompareAnswer, DeployAnswer, InspectAnswer } from '#engine';
import { findFreePort } from '../../../scripts/servers/greeting';
import { onEachServer } from '../../support/live-servers';
import { bankFiles, bankProject, bankTables } from './bank';
import { SprocFolder } from './sproc-folder';
import { freshTarget } from './target';

describe('bad input', () => {
  describe('in files', () => {
    const folder = new SprocFolder();
    before(() => folder.writeFile('sproc.json', JSON.stringify({ sources: ['**/*.sql'], schema: 'bank' })));
    after(() => folder.remove());

    const files: Readonly<Record<string, string | Uint8Array>> = {
      'picture.sql': Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256),
      'letter.sql': 'Dear Sir or Madam,\n\nthank you for your procedure.\n',
      'string.sql': "CREATE PROCEDURE p()\nSELECT 'it never ends;\n",
      'comment.sql': 'CREATE PROCEDURE p() SELECT 1; /* nor does this\n',
      'deep.sql': `CREATE PROCEDURE p() ${'BEGIN '.repeat(10_000)}`,
    };
    for (const [name, content] of Object.entries(files))
      it(`tells an error in ${name} with its place, and ends`, async () => {
        folder.writeFile(name, content);
        const { errors } = await folder.ask<InspectAnswer>(1, 'inspect', name);
        assert.ok(errors.length > 0 && errors.every((error) => error.file === name && error.line >= 1));
        assert.ok(
          errors.every(({ message }) => /^[^\n]{4,}$/.test(message)),
          errors.map(({ message }) => message).join('\n'),
        );
        const { diagnostics } = await folder.ask<CheckAnswer>(1, 'check', name);
        assert.ok(diagnostics.some(({ severity }) => severity === 'error'));
      });

    it('has nothing to say of an empty file', async () => {
      folder.writeFile('empty.sql', '');
      const answer = await folder.ask<InspectAnswer>(0, 'inspect', 'empty.sql');
      assert.deepEqual(answer, { routines: [], errors: [], notes: [] });
    });

    it('tells that a file is not there', async () => {
      const said = await folder.sproc('inspect', 'nowhere.sql');
      assert.deepEqual([said.exit, /nowhere\.sql/.test(said.err)], [65, true], said.all);
    });
  });

  it('tells all five mistakes of a project file at once, each with its line, and no secret', async () => {
    const folder = new SprocFolder();
    folder.writeFile('sproc.json', fiveMistakes);
    const said = await folder.sproc('plan', 'dev');
    folder.remove();
    assert.equal(said.exit, 78, said.all);
    for (const line of [2, 3, 6, 7, 8]) assert.match(said.err, new RegExp(`sproc\\.json:${line}: .`), said.all);
    assert.doesNotMatch(said.all, /hunter2/);
  });

  it('tells that there is no project, what it does not know, and what is missing on the command line', async () => {
    const folder = new SprocFolder();
    const runs: readonly (readonly [number, RegExp, ...string[]])[] = [
      [78, /no sproc\.json/i, 'plan', 'dev'],
      [64, /frobnicate/, 'frobnicate'],
      [64, /missing.*environment/i, 'deploy'],
      [64, /--frob/, 'plan', 'dev', '--frob'],
    ];
    for (const [exit, sentence, ...words] of runs) {
      const said = await folder.sproc(...words);
      assert.equal(said.exit, exit, said.all);
      assert.match(said.err, sentence, said.all);
    }
    folder.remove();
  });

  describe('on servers', () => {
    onEachServer((server) => {
      const target = freshTarget(server, bankTables);
      const folder = new SprocFolder();
      before(async () => {
        folder.write(bankFiles);
        const dev = target.environment();
        const closed = target.environment({ port: await findFreePort() });
        const nowhere = target.environment({ schema: `${target.schema}_nowhere` });
        const foreign = target.environment({ schema: 'somebody_elses' });
        folder.writeFile('sproc.json', bankProject({ dev, closed, nowhere, foreign }));
        for (const name of ['DEV', 'CLOSED', 'NOWHERE', 'FOREIGN'])
          folder.setVariables({ [`SPROC_PASSWORD_${name}`]: target.password });
      });
      after(() => folder.remove());

      const refusals: readonly (readonly [string, string, number, RegExp])[] = [
        ['a wrong password', 'dev', 77, /dev.*password/s],
        ['a closed port', 'closed', 69, /closed.*refuses connections/s],
        ['a schema that is not there', 'nowhere', 2, /Schema t_\w+_nowhere does not exist on .*nowhere/s],
        // An account without privileges is not shown whether the schema exists.
        [
          'a schema that is not the account’s',
          'foreign',
          77,
          /foreign.*does not allow the account .* to use schema somebody_elses/s,
        ],
        ['an environment of no such name', 'live', 2, /'?live'?/],
      ];
      for (const [what, environment, exit, sentence] of refusals)
        it(`says one sentence and a remedy to ${what}, whatever was asked`, async () => {
          const before = await target.snapshot();
          const wrong = 'not-the-password';
          if (what === 'a wrong password') folder.setVariables({ SPROC_PASSWORD_DEV: wrong });
          const asked = [
            ['plan', environment],
            ['deploy', environment, '--yes'],
            ['compare', 'workspace', environment],
            ['rollback', environment, 'transfer', '--yes'],
            ['history', environment],
          ];
          for (const words of asked) {
            const said = await folder.sproc(...words);
            assert.equal(said.exit, exit, said.all);
            assert.match(said.err, sentence, said.all);
            assert.match(said.err, /^error: .+\n {2}.+\n$/, said.all);
            assert.equal(said.out, '', said.all);
            assert.ok(!said.all.includes(wrong) && !said.all.includes(target.password), 'it told the password');
          }
          assert.equal(await target.snapshot(), before);
        });
      afterEach(() => folder.setVariables({ SPROC_PASSWORD_DEV: target.password }));

      it('asks nobody when there is no terminal, and changes nothing', async () => {
        const before = await target.snapshot();
        const said = await folder.sproc('deploy', 'dev');
        assert.deepEqual([said.exit, /--yes/.test(said.err)], [64, true], said.all);
        assert.equal(await target.snapshot(), before);
      });

      it('deploys a name with a quote, a dot and SQL in it as a name', async () => {
        const name = `it's.a "name"; DROP TABLE account; -- \`tick\``;
        const quoted = `\`${name.replace(/`/g, '``')}\``;
        folder.writeFile('procedures/odd.sql', `CREATE PROCEDURE ${quoted}() SELECT 1 AS one;\n`);
        const { outcome } = await folder.ask<DeployAnswer>(0, 'deploy', 'dev', '--yes');
        assert.equal(outcome, 'deployed');
        const same = await folder.ask<CompareAnswer>(0, 'compare', 'workspace', 'dev');
        assert.deepEqual(same.differences, []);
        const rows = await server.run(
          `SELECT ROUTINE_NAME AS name FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${target.schema}'`,
        );
        assert.ok(
          rows.some((row) => row['name'] === name),
          JSON.stringify(rows),
        );
        await server.run(`SELECT COUNT(*) FROM ${target.schema}.account`);
      });
    });
  });
});

const fiveMistakes = `{
  "dialekt": "mysql",
  "sources": "procedures/*.sql",
  "environments": {
    "dev": {
      "port": 99999,
      "password": "hunter2",
      "stage": "STAGING"
    }
  }
}
`;
