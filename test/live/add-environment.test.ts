/** Trying an environment on real servers before it is added. A trial changes nothing. */
import assert from 'node:assert/strict';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import { addEnvironment, tryEnvironment } from '../../engine/src/use-cases/add-environment';
import type { TryEnvironmentAnswer } from '../../engine/src/use-cases/answers/typed-login';
import { expectOk } from '../support/expect';
import { freshSchema, onEachServer } from '../support/live-servers';
import { fixedProvenance, memorySecrets, memorySourceTree } from '../support/memory-project';
import { memoryRegistry } from '../support/memory-registry';

describe('a new environment', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const user = 'added_one';
    const text = `{\n  // Mine.\n  "dialect": "${server.flavor}", "schema": "shop", "sources": ["*.sql"]\n}\n`;
    const tree = memorySourceTree({ 'sproc.json': text, 'a.sql': 'CREATE PROCEDURE a() SELECT 1;' });
    const registry = memoryRegistry();
    const ports = {
      ...{ tree, secrets: memorySecrets(), provenance: fixedProvenance(), connect: connectMysql },
      openRegistry: () => registry,
    };
    const added = () =>
      ({
        name: 'qa',
        host: server.host,
        port: server.port,
        user,
        schema: schema.name,
        stage: 'TESTING',
      }) as const;
    const attempt = async (password: string, port = server.port): Promise<TryEnvironmentAnswer> =>
      expectOk(await tryEnvironment(ports, { ...added(), port }, password));

    before(() => server.run(`CREATE USER ${user}@'%' IDENTIFIED BY 'right'`));
    after(() => server.run(`DROP USER ${user}@'%'`));

    it('is answered with version, account, modes and the privileges that the account lacks', async () => {
      const answer = await attempt('right');
      assert.ok(answer.result === 'accepted', JSON.stringify(answer));
      assert.equal(answer.dialect, server.flavor);
      assert.match(answer.version, /^\d+\.\d+/);
      assert.equal(answer.account, `${user}@%`);
      assert.ok(answer.sqlMode.includes('STRICT_TRANS_TABLES'), answer.sqlMode.join());
      assert.ok(
        answer.grants?.some((statement) => /^GRANT .*CREATE ROUTINE/.test(statement)),
        answer.grants?.join('\n'),
      );
      for (const statement of answer.grants ?? []) await server.run(statement);
      const again = await attempt('right');
      assert.deepEqual(again.result === 'accepted' && again.grants, []);
      assert.equal(tree.files.get('sproc.json'), text);
    });

    it('is tried with one login', async () => {
      const refused = await attempt('wrong');
      assert.equal(refused.result, 'refused');
      const far = await attempt('right', 1);
      assert.equal(far.result, 'untested');
    });

    it('is written with comments kept, and not twice', async () => {
      const { audience } = expectOk(await addEnvironment(tree, { ...added(), stage: 'PRODUCTION' }));
      assert.deepEqual(audience, [`${user}@${server.host}:${server.port}`]);
      const written = tree.files.get('sproc.json') ?? '';
      assert.ok(written.startsWith('{\n  // Mine.\n'), written);
      assert.match(written, /"qa": \{ "host": .*"stage": "PRODUCTION", "protected": true \}/);
      const twice = await addEnvironment(tree, added());
      assert.match(twice.ok ? '' : twice.error.message, /^sproc\.json has an environment qa already/);
      assert.equal(tree.files.get('sproc.json'), written);
    });
  });
});
