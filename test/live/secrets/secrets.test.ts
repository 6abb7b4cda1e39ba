/** Passwords reach the server they are for, and no other place: no file, row, log, message, process list or child process. */
import assert from 'node:assert/strict';
import { deploy, history, status } from '../../../protocol/src/protocol';
import { freshSchema, onEachServer } from '../../support/live-servers';
import { SprocFolder } from '../cli/sproc-folder';
import { ServerProcess } from './server-process';
import { Witness } from './witness';

const right = { variable: 'Xq7variable-right\'"', command: 'Xq7command-right %s', stored: 'Xq7stored-right\\' };
/** The key that signs the ledger of `stored`, and is never sent. */
const ledgerKey = 'Xq7ledger-key\'"\\';
const wrong = { variable: 'Xq7variable-wrong', command: 'Xq7command-wrong', stored: 'Xq7stored-wrong' };

describe('a password', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const witness = new Witness([...Object.values(right), ...Object.values(wrong), ledgerKey]);
      const folder = new SprocFolder();

      before(async () => {
        await server.run("SET GLOBAL log_output = 'TABLE'", 'SET GLOBAL general_log = ON');
        const connection = await server.connect();
        for (const [name, secret] of Object.entries(right)) {
          await connection.query('SET @old = 1');
          await server.run('SET GLOBAL general_log = OFF');
          await connection.query(`CREATE USER ${name}_one@'%' IDENTIFIED BY ?`, [secret]);
          await connection.query(`GRANT ALL ON *.* TO ${name}_one@'%' WITH GRANT OPTION`);
          await server.run('SET GLOBAL general_log = ON');
        }
        const common = { host: server.host, port: server.port, schema: schema.name, stage: 'DEVELOPMENT' };
        const environment = (user: string, extra = {}): object => ({
          ...common,
          user: `${user}_one`,
          ledgerSchema: `${schema.name}_ledger`,
          ...extra,
        });
        const environments = {
          variable: environment('variable'),
          command: environment('command', { passwordCommand: witness.command('right', right.command) }),
          wrong: environment('command', { passwordCommand: witness.command('wrong', wrong.command) }),
          broken: environment('command', { passwordCommand: witness.command('broken', right.command, 3) }),
          stored: environment('stored'),
        };
        const registry = { environment: 'variable', schema: `${schema.name}_registry` };
        const project = { dialect: server.flavor, schema: schema.name, sources: ['*.sql'], registry, environments };
        folder.writeFile('sproc.json', JSON.stringify(project));
        folder.writeFile('p.sql', 'CREATE PROCEDURE p() SELECT 1;\n');
        folder.setVariables({ ...witness.variables, SPROC_PASSWORD_VARIABLE: right.variable });
        witness.watch(server);
      });
      after(async () => {
        await witness.stop();
        folder.remove();
        witness.remove();
      });

      const run = async (exit: number, line: string): Promise<void> => {
        const said = await folder.sproc(...line.split(' '));
        witness.take(`what ${line} said`, said.all);
        assert.equal(said.exit, exit, said.all);
      };

      it('that is right serves the whole job at the command line', async function () {
        this.timeout(120_000);
        const change = (version: number): void =>
          folder.writeFile('p.sql', `CREATE PROCEDURE p() SELECT ${version};\n`);
        await run(0, 'register');
        await run(0, 'plan variable --out plan.json');
        await run(0, 'deploy variable --yes --plan plan.json');
        change(2);
        await run(0, 'deploy command --yes --json --overwrite');
        change(3);
        await run(0, 'deploy command --yes');
        await run(0, 'rollback command p --yes');
        await run(0, 'recover variable');
        await run(1, 'compare workspace command --patch');
        await run(0, 'show p@variable');
        await run(0, 'history command --verify --json');
      });

      it('that is wrong is refused without being repeated', async function () {
        this.timeout(60_000);
        for (const name of ['wrong', 'broken']) {
          await run(77, `deploy ${name} --yes`);
          await run(77, `deploy ${name} --yes --json`);
          await run(77, `history ${name}`);
        }
        folder.setVariables({ SPROC_PASSWORD_VARIABLE: wrong.variable });
        await run(77, 'deploy variable --yes');
        await run(77, 'versions --json');
        folder.setVariables({ SPROC_PASSWORD_VARIABLE: right.variable });
      });

      it('from the editor’s store serves the language server, right or wrong', async function () {
        this.timeout(60_000);
        let password = wrong.stored;
        const variables = { ...witness.variables, SPROC_PASSWORD_VARIABLE: right.variable };
        const process = await ServerProcess.start(folder.path, variables, (name, secret) =>
          name !== 'stored' ? null : secret === 'password' ? password : ledgerKey,
        );
        const about = { project: process.project, environment: 'stored' };
        const refused = await process.connection.sendRequest(deploy, { ...about, overwrite: true });
        assert.equal(refused.ok ? '' : refused.error.kind, 'not-permitted');
        password = right.stored;
        const deployed = await process.connection.sendRequest(deploy, { ...about, overwrite: true });
        assert.equal(deployed.ok && deployed.value.outcome, 'deployed', JSON.stringify(deployed));
        const told = await process.connection.sendRequest(history, { ...about, verify: true });
        assert.ok(told.ok);
        assert.deepEqual(
          told.value.heads.map(({ signed, isKeyChecked }) => [signed > 0, isKeyChecked]),
          [[true, true]],
        );
        await process.connection.sendRequest(status, { project: process.project, environments: ['stored'] });
        witness.take('what the language server said', process.said);
        await process.stop();
      });

      it('is found nowhere else', async () => {
        await witness.stop();
        witness.takeFiles(folder.path);
        await witness.takeRows(server, [`${schema.name}_ledger`, `${schema.name}_registry`]);
        witness.take(
          'general log',
          JSON.stringify(await server.run('SELECT CONVERT(argument USING utf8mb4) AS said FROM mysql.general_log')),
        );
        witness.take('error log', await server.own.log());
        witness.assertNoSecrets();
        // A checked place without a secret must not simply be empty.
        for (const [place, sign] of [
          ['general log', /CREATE .*PROCEDURE/],
          ['rows of journal', /step-finished/],
          ['rows of', /CREATE PROCEDURE p\(\) SELECT 1/],
          ['file children', /rev-parse[^]*HOME=/],
          ['sessions', /variable_one/],
          ['command lines', /sproc\.js/],
          ['what the language server said', /deployed/],
          ['file plan.json', /fingerprint/],
        ] as const)
          assert.match(witness.seenAt(place), sign, place);
      });
    },
    { own: {} },
  );
});
