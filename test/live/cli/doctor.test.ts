/** The command `sproc doctor` as people run it: healthy and broken environments, and a bundle without names. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorAnswer, DoctorLine } from '#engine';
import { freshSchema, onEachServer } from '../../support/live-servers';
import { bankFiles, bankProject, bankTables } from './bank';
import { SprocFolder } from './sproc-folder';
import { freshTarget } from './target';

describe('sproc doctor', () => {
  onEachServer((server) => {
    const target = freshTarget(server, bankTables);
    const { name: bare } = freshSchema(server);
    const folder = new SprocFolder();
    const weak = `w_${target.schema.slice(2)}`;
    const ledgerKey = 'a-key-that-nobody-may-see';
    const wrong = 'a-password-that-is-wrong';
    before(async () => {
      await server.run(`CREATE USER ${weak}@'%' IDENTIFIED BY 'weak-secret'`);
      const at = (extra: Readonly<Record<string, unknown>>) =>
        target.environment({ ledgerSchema: undefined, ...extra });
      folder.write(bankFiles);
      folder.writeFile(
        'sproc.json',
        JSON.stringify({
          ...(JSON.parse(bankProject({})) as object),
          dialect: server.flavor,
          environments: {
            healthy: at({ user: 'root', ledgerSchema: target.ledger }),
            down: at({ host: 'db.customer.example', port: 1, tls: 'off' }),
            refused: at({}),
            weak: at({ user: weak, passwordCommand: 'echo weak-secret' }),
            nowhere: at({ user: 'root', schema: `${target.schema}_nowhere` }),
            bare: at({ user: 'root', schema: bare, ledgerSchema: `${bare}_ledger` }),
          },
        }),
      );
      folder.setVariables({
        SPROC_PASSWORD_HEALTHY: '',
        SPROC_PASSWORD_NOWHERE: '',
        SPROC_PASSWORD_BARE: '',
        SPROC_PASSWORD_REFUSED: wrong,
        SPROC_LEDGER_KEY_HEALTHY: ledgerKey,
      });
      await folder.ask(0, 'register');
      await folder.ask(0, 'deploy', 'healthy', '--yes');
    });
    after(() => server.run(`DROP USER IF EXISTS ${weak}@'%'`));
    after(() => folder.remove());

    const ask = async (exit: number, ...words: readonly string[]): Promise<readonly DoctorLine[]> =>
      (await folder.ask<DoctorAnswer>(exit, 'doctor', ...words)).lines;
    const codes = (lines: readonly DoctorLine[], ...states: readonly string[]): readonly string[] =>
      lines.filter(({ state }) => states.includes(state)).map(({ code }) => code);

    it('finds nothing wrong where nothing is', async () => {
      const lines = await ask(0, 'healthy');
      assert.deepEqual(codes(lines, 'problem', 'unknown', 'warning'), [], JSON.stringify(lines, null, 2));
      assert.match(
        lines.find(({ code }) => code === 'ledger')?.message ?? '',
        /^Ledger: \d+ rows?, chain intact, head row \d+ /,
      );
      const version = server.flavor === 'mysql' ? /^Server: MySQL \d/ : /^Server: MariaDB \d/;
      assert.match(lines.find(({ code }) => code === 'server')?.message ?? '', version);
    });

    it('says that there is no ledger yet', async () => {
      const lines = await ask(0, 'bare');
      assert.equal(lines.find(({ code }) => code === 'ledger')?.message, 'No deployment is recorded yet.');
    });

    it('says what stops it in each of the others', async () => {
      assert.deepEqual(codes(await ask(1, 'down'), 'problem'), ['unreachable']);
      assert.deepEqual(codes(await ask(1, 'refused'), 'problem'), ['not-permitted']);
      assert.ok(codes(await ask(1, 'nowhere'), 'problem').includes('missing-schema'));
      const lines = await ask(1, 'weak');
      const lacking = lines.filter(({ code }) => code === 'missing-privilege').map(({ message }) => message);
      assert.ok(
        lacking.some((message) => /CREATE ROUTINE.* used by deploy, /.test(message)) &&
          lacking.some((message) => /SHOW VIEW.* used by status, /.test(message)),
        lacking.join('\n'),
      );
    });

    it('names a privilege no more once the statements of `grants` have run', async () => {
      const { accounts } = await folder.ask<{
        readonly accounts: readonly { readonly role: string; readonly statements: readonly string[] }[];
      }>(0, 'grants', 'weak', '--reader', `${weak}@%`);
      const statements = accounts.filter(({ role }) => role !== 'application').flatMap((one) => one.statements);
      await server.run(...statements);
      const lines = (await ask(0, 'weak')).filter(({ code }) => code === 'missing-privilege');
      assert.deepEqual(lines, []);
    });

    it('changes nothing, neither on the server nor in the folder', async () => {
      const state = async () => [
        await target.snapshot(),
        await server.run(`SELECT * FROM ${target.ledger}.journal ORDER BY 1`),
        readAll(folder.path),
      ];
      const before = await state();
      assert.equal((await folder.sproc('doctor')).exit, 1);
      assert.deepEqual(await state(), before);
    });

    it('sees a ledger that was changed, and a registry that is damaged', async () => {
      await server.run(`UPDATE ${target.ledger}.journal SET payload = REPLACE(payload, 'deploy', 'Deploy') LIMIT 1`);
      assert.deepEqual(codes(await ask(1, 'healthy'), 'problem'), ['ledger-broken']);
      const [version = ''] = Object.keys(readAll(join(folder.path, '.sproc'))).filter(
        (file) => file.endsWith('.json') && file.includes('1.0.0'),
      );
      folder.writeFile(join('.sproc', version), '{}');
      folder.writeFile('.sproc/routines/.x.json.0123456789ab.tmp', '');
      const lines = await ask(1, 'bare');
      assert.deepEqual(codes(lines, 'problem', 'warning'), ['registry-damaged', 'registry-litter']);
    });

    it('writes a bundle without a secret, a name or a text', async () => {
      const said = await folder.sproc('doctor', '--bundle', 'report.md');
      assert.equal(said.exit, 1, said.all);
      const bundle = folder.read('report.md');
      const names = [
        ...[target.schema, target.user, target.password, target.ledger, weak, 'weak-secret', ledgerKey, wrong],
        ...['127.0.0.1', 'localhost', 'customer', 'root', String(server.port), folder.path, bare],
        ...['bank', 'healthy', 'refused', 'nowhere', 'post_entry', 'accounts.sql', 'transfer', 'procedures/'],
        ...['BEGIN', 'CREATE PROCEDURE', 'echo'],
      ];
      for (const name of names) {
        assert.ok(!bundle.includes(name), `${name} in\n${bundle}`);
        assert.ok(!(said.out + said.err).includes(name), `${name} in\n${said.all}`);
      }
      assert.match(bundle, /environment-6[^]*ledger-broken|ledger-broken[^]*environment-6/);
      const again = await folder.sproc('doctor', '--bundle', 'report.md');
      assert.equal(again.exit, 2, again.all);
      assert.equal(folder.read('report.md'), bundle);
    });
  });
});

/** Returns every file below a folder, by its path. */
function readAll(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}
