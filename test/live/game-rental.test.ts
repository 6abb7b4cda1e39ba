/**
 * A shop's whole schema in one file, as samples are written: loaded by the plain client, taken over, and deployed into an
 * empty schema from the files of the import, from the file itself, and from a dump.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { repositoryPath } from '../../scripts/repository';
import { expectOk } from '../support/expect';
import { liveProject, type LiveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { ServerClient } from '../support/server-client';

const text = readFileSync(repositoryPath('test', 'fixtures', 'game-rental', 'game-rental.sql'), 'utf8');
/** The part of the file that creates the tables: all before the triggers. */
const tables = text.slice(0, text.indexOf('DELIMITER ;;'));
/** 7 views, 6 routines and 6 triggers. */
const objects = 19;

const rows = [
  "INSERT INTO land VALUES (1, 'Norway')",
  "INSERT INTO town VALUES (1, 'Bergen', 1)",
  "INSERT INTO address (address_id, address, town_id, phone) VALUES (1, 'Strandgaten 1', 1, '55')",
  "INSERT INTO clerk (clerk_id, first_name, last_name, address_id, shop_id) VALUES (1, 'Kari', 'Lie', 1, 1)",
  'INSERT INTO shop VALUES (1, 1, 1)',
  "INSERT INTO member (member_id, shop_id, first_name, last_name, address_id) VALUES (1, 1, 'Ola', 'Moe', 1)",
  "INSERT INTO language VALUES (1, 'Norsk')",
  "INSERT INTO game (game_id, title, description, language_id) VALUES (1, 'FJORD', 'Tiles', 1), (2, 'TROLL', 'Cards', 1)",
  "UPDATE game SET title = 'FJORDS' WHERE game_id = 1",
  'DELETE FROM game WHERE game_id = 2',
  "INSERT INTO category VALUES (1, 'Family')",
  'INSERT INTO game_category VALUES (1, 1)',
  "INSERT INTO maker (maker_id, first_name, last_name) VALUES (1, 'ANNE', 'BERG'), (2, 'LEIF', 'DAHL')",
  'INSERT INTO game_maker VALUES (1, 1), (2, 1)',
  'INSERT INTO copy VALUES (1, 1, 1), (2, 1, 1)',
  "INSERT INTO rental (rental_id, rental_date, copy_id, member_id, clerk_id) VALUES (1, '2000-01-01', 1, 1, 1)",
  "INSERT INTO payment (member_id, clerk_id, rental_id, amount, payment_date) VALUES (1, 1, 1, 3.00, '2000-01-01')",
];

describe('a schema of a sample file', () => {
  onEachServer((server) => {
    const live = freshSchema(server);
    const again = freshSchema(server);
    let client: ServerClient;
    let imported: LiveProject;

    const open = (files: Readonly<Record<string, string>>): LiveProject => {
      const base = { ...server.login, stage: 'DEVELOPMENT', ledgerSchema: `${live.name}_ledger` };
      const environments = { live: { ...base, schema: live.name }, again: { ...base, schema: again.name } };
      return liveProject(server, 'game_rental', { files, settings: { environments } });
    };
    before(async function () {
      const found = await ServerClient.find(server);
      if (found === null) return this.skip();
      client = found;
      client.load(live.name, text);
      imported = open({});
    });
    beforeEach(async () => {
      await server.run(`DROP DATABASE ${again.name}`, `CREATE DATABASE ${again.name} CHARACTER SET utf8mb4`);
      client.load(again.name, tables);
    });
    afterEach(() => server.run(`DROP DATABASE IF EXISTS ${live.name}_ledger`));

    const expectSame = async (project: LiveProject, environment: string): Promise<void> => {
      const { same, differences, unmanaged } = expectOk(
        await project.compare({ left: 'workspace', right: environment }),
      );
      assert.deepEqual([same, differences, unmanaged], [true, [], []]);
      const { steps, findings } = expectOk(await project.plan({ environment }));
      assert.deepEqual([steps, findings], [[], []]);
      const { routines } = expectOk(await project.status({ environments: [environment] }));
      assert.deepEqual(
        routines.map(({ environments }) => environments[environment]?.state),
        Array.from({ length: objects }, () => 'in-sync'),
      );
      console.log(
        `      ${server.flavor} ${environment}: ${routines.length} objects, ${differences.length} differences, ${steps.length} to do`,
      );
    };

    const expectDeployed = async (project: LiveProject): Promise<void> => {
      const { outcome, steps } = expectOk(await project.deploy({ environment: 'again' }));
      assert.deepEqual([outcome, steps.length], ['deployed', objects]);
      await expectSame(project, 'again');
      assert.deepEqual(expectOk(await project.compare({ left: 'live', right: 'again' })).differences, []);
      await expectRunning();
    };

    const expectRunning = async (): Promise<void> => {
      const connection = await server.connect({ database: again.name });
      const ask = async (sql: string): Promise<unknown> => (await connection.query(sql))[0];
      for (const statement of rows) await ask(statement);
      assert.deepEqual(await ask('SELECT game_id, title, description FROM game_text'), [
        { game_id: 1, title: 'FJORDS', description: 'Tiles' },
      ]);
      assert.deepEqual(await ask('SELECT name, town, notes FROM member_list'), [
        { name: 'Ola Moe', town: 'Bergen', notes: 'active' },
      ]);
      assert.deepEqual(await ask('SELECT title, category, makers FROM nicer_game_list'), [
        { title: 'FJORDS', category: 'Family', makers: 'Leif Dahl, Anne Berg' },
      ]);
      assert.deepEqual(await ask('SELECT * FROM sales_by_shop'), [
        { shop: 'Bergen,Norway', manager: 'Kari Lie', total_sales: '3.00' },
      ]);
      assert.deepEqual(await ask('SELECT game_info FROM maker_info WHERE maker_id = 1'), [
        { game_info: 'Family: FJORDS' },
      ]);
      assert.deepEqual(
        await ask(
          'SELECT get_member_balance(1, NOW()) AS balance, copy_in_stock(1) AS first, copy_in_stock(2) AS second, copy_held_by_member(1) AS holder',
        ),
        [{ balance: '1.99', first: 0, second: 1, holder: 1 }],
      );
      await ask('CALL game_in_stock(1, 1, @there)');
      await ask('CALL game_not_in_stock(1, 1, @out)');
      await ask('CALL rewards_report(0, 1, @none)');
      await ask('INSERT INTO payment SELECT NULL, 1, 1, 1, 5, NOW()');
      await ask('CALL rewards_report(1, 1, @rewarded)');
      assert.deepEqual(await ask('SELECT @there AS there, @out AS gone, @none AS none, @rewarded AS rewarded'), [
        { there: 1, gone: 1, none: null, rewarded: 1 },
      ]);
    };

    it('is imported and registered: nothing differs, and nothing is to be done', async () => {
      const { written, skipped } = expectOk(await imported.importRoutines({ environment: 'live' }));
      assert.deepEqual([written.length, skipped], [objects, []]);
      assert.equal(expectOk(await imported.register({})).registered.length, objects);
      await expectSame(imported, 'live');
      const { diagnostics } = expectOk(await imported.check({ environment: 'live' }));
      assert.deepEqual(diagnostics, []);
    }).timeout(60_000);

    it('is deployed into an empty schema from its imported files, and runs there', () =>
      expectDeployed(imported)).timeout(60_000);

    it('is taken over by the file of the client, and deployed from it', async () => {
      const project = open({ 'game-rental.sql': text });
      const { adopted, skipped } = expectOk(await project.baseline({ environment: 'live' }));
      assert.deepEqual([adopted.length, skipped], [objects, []]);
      await expectSame(project, 'live');
      await expectDeployed(project);
    }).timeout(60_000);

    it('is deployed from a dump', async () => {
      const project = open({ 'dump.sql': client.dump(live.name) });
      assert.equal(expectOk(await project.register({})).registered.length, objects);
      await expectSame(project, 'live');
      await expectDeployed(project);
    }).timeout(60_000);
  });
});
