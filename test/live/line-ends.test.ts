/** Files with line ends of Windows that the command line client loads: it drops the carriage returns, within quotes, too. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { findServerProgram } from '../../scripts/servers/server-program';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { emptiedSchema, onEachServer } from '../support/live-servers';

const plain = `DELIMITER //
CREATE PROCEDURE plain(a INT,
  b INT)
BEGIN
  -- a comment
  SELECT a + b; /* and
    another */
END//
DELIMITER ;
`.replaceAll('\n', '\r\n');

const quoted = `DELIMITER //
CREATE PROCEDURE quoted()
BEGIN
  SELECT 'one
two' AS lines_;
END//
DELIMITER ;
`.replaceAll('\n', '\r\n');

describe('a file with line ends of Windows', () => {
  onEachServer((server) => {
    const schema = emptiedSchema(server);
    let client = '';

    before(async function () {
      const program = await findServerProgram(server.flavor);
      if (!program.ok && process.env['CI'] !== 'true') return this.skip();
      assert.ok(program.ok);
      ({ client } = program.value);
    });

    const load = (text: string, ...options: readonly string[]): void => {
      const { host, port, user } = server.login;
      const account = ['-h', host, '-P', String(port), '-u', user, `--password=${server.password}`];
      execFileSync(
        client,
        ['--no-defaults', '--comments', '--default-character-set=utf8mb4', ...account, ...options, schema.name],
        {
          input: text,
          stdio: 'pipe',
        },
      );
    };
    const compare = async (files: Readonly<Record<string, string>>): Promise<readonly unknown[]> => {
      const project = liveProject(server, schema.name, { files });
      const { differences } = expectOk(await project.compare({ left: 'workspace', right: 'test' }));
      return differences.map(({ kind, detail }) => [kind, detail]);
    };

    for (const options of [[], ['--binary-mode']])
      it(`is found as the client loaded it ${options.join(' ')}`, async () => {
        load(plain, ...options);
        assert.deepEqual(await compare({ 'plain.sql': plain }), []);
        const project = liveProject(server, schema.name, { files: { 'plain.sql': plain } });
        assert.deepEqual(expectOk(await project.plan({ environment: 'test' })).steps, []);
      });

    it('has another text where the client changed one between quotes', async () => {
      load(quoted);
      assert.deepEqual(await compare({ 'quoted.sql': quoted }), [['body', 'only line ends between quotes differ']]);
      assert.deepEqual(await compare({ 'quoted.sql': quoted.replaceAll('\r\n', '\n') }), []);
    });

    it('keeps a text between quotes where the client sends all bytes', async () => {
      load(quoted, '--binary-mode');
      assert.deepEqual(await compare({ 'quoted.sql': quoted }), []);
    });

    it('has not drifted where a client loads again what was deployed', async () => {
      const project = liveProject(server, schema.name, { files: { 'plain.sql': plain } });
      expectOk(await project.deploy({ environment: 'test' }));
      load(`DROP PROCEDURE plain;\n${plain}`);
      assert.deepEqual(expectOk(await project.drift({ environment: 'test' })).drifted, []);
      assert.deepEqual(expectOk(await project.plan({ environment: 'test' })).steps, []);
      const { routines } = expectOk(await project.status({ environments: ['test'] }));
      assert.deepEqual(
        routines.map(({ environments }) => environments['test']?.state),
        ['in-sync'],
      );
    });
  });
});
