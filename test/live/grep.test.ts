/**
 * The command `grep` on live routines: under the project's names, line by line, and with everything that it could not
 * search.
 */
import assert from 'node:assert/strict';
import type { GrepAnswer } from '#engine';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

const print = ({ matches }: GrepAnswer): readonly string[] =>
  matches.map((match) =>
    'file' in match
      ? `${match.file}:${match.line}`
      : `${match.kind} ${match.routine}:${match.line}:${match.column} ${match.text.trim()}`,
  );

describe('grep', () => {
  onEachServer((server) => {
    const { name: schema } = freshSchema(server);
    const user = `searcher_${server.flavor}`;
    const account = `'${user}'@'%'`;
    before(async () => {
      const connection = await server.connect({ database: schema });
      for (const statement of [
        'CREATE TABLE t (id INT)',
        'CREATE PROCEDURE x_post(IN n INT)\nBEGIN\n  -- needle ü\n  CALL x_post(n);\n  CALL other();\nEND',
        'CREATE PROCEDURE other() SELECT "needle"',
        'CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1 -- needle\n',
        'CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.id = LENGTH("needle")',
        'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO SELECT "needle"',
        'CREATE VIEW v AS SELECT "needle" AS `needle`',
        `CREATE USER ${account} IDENTIFIED BY 'secret'`,
      ])
        await connection.query(statement);
    });
    after(() => server.run(`DROP USER IF EXISTS ${account}`));

    const project = (extra: Readonly<Record<string, unknown>> = {}, password?: string) =>
      liveProject(server, schema, {
        files: { 'post.sql': 'CREATE PROCEDURE shop.post(IN n INT) -- needle\nBEGIN END;' },
        settings: { schema: 'shop' },
        environment: { prefix: 'x_', ...extra },
        ...(password === undefined ? {} : { password }),
      });

    it('finds lines of every kind of routine, under the project’s names and as the server shows them', async () => {
      const found = expectOk(await project().grep({ pattern: 'needle', places: ['test'] }));
      assert.deepEqual(found.unsearched, []);
      const lines = print(found);
      assert.ok(lines.includes('procedure shop.post:3:6 -- needle ü'), lines.join('\n'));
      const kinds = found.matches.map((match) => ('kind' in match ? match.kind : ''));
      assert.deepEqual([...new Set(kinds)].sort(), ['event', 'function', 'procedure', 'trigger', 'view']);
      for (const name of ['shop.other', 'shop.tr', 'shop.e', 'shop.v'])
        assert.ok(
          lines.some((line) => line.includes(` ${name}:`)),
          `${name} in ${lines.join('\n')}`,
        );
      const [call] = print(expectOk(await project().grep({ pattern: 'CALL x_', places: ['test', 'workspace'] })));
      assert.equal(call, 'procedure shop.post:4:3 CALL x_post(n);');
    });

    it('searches the sources beside it, in the order that was asked for', async () => {
      const found = expectOk(
        await project().grep({ pattern: '-- NEEDLE( Ü|$)', ignoreCase: true, places: ['workspace', 'test'] }),
      );
      assert.deepEqual([print(found)[0], print(found).at(-1)], ['post.sql:1', 'procedure shop.post:3:3 -- needle ü']);
    });

    it('names a routine whose text the account may not see, and what may not even be listed', async () => {
      await server.run(`GRANT EXECUTE ON PROCEDURE ${schema}.other TO ${account}`);
      const { matches, unsearched } = expectOk(
        await project({ user }, 'secret').grep({ pattern: 'needle', places: ['test'] }),
      );
      assert.deepEqual(matches, []);
      const hidden = unsearched.find(({ routine }) => routine === 'shop.other');
      assert.match(
        hidden?.message ?? '',
        /^The text of procedure \S+\.other is not visible to searcher_\w+@%\. GRANT /,
      );
      const kinds = unsearched.flatMap(({ message }) => /may have (.*?) that are not visible/.exec(message)?.[1] ?? []);
      assert.deepEqual(kinds, ['procedures and functions', 'triggers', 'events', 'tables and views']);
    });

    it('says nothing more once the account has the privileges that it named', async () => {
      const asked = project({ user }, 'secret');
      const before = expectOk(await asked.grep({ pattern: 'needle', places: ['test'] }));
      const grants = new Set(before.unsearched.flatMap(({ message }) => /GRANT .*?;/.exec(message) ?? []));
      assert.ok(grants.size >= 4, [...grants].join('\n'));
      await server.run(...grants);
      const after = expectOk(await asked.grep({ pattern: 'needle', places: ['test'] }));
      assert.deepEqual(after.unsearched, []);
      const whole = expectOk(await project().grep({ pattern: 'needle', places: ['test'] }));
      assert.deepEqual(print(after), print(whole));
    });

    it('does not take a schema that is not there for one without matches', async () => {
      const { unsearched } = expectOk(
        await project({ schema: `${schema}_nowhere` }).grep({ pattern: 'x', places: ['test'] }),
      );
      assert.match(
        unsearched[0]?.message ?? '',
        /_nowhere does not exist on 127\.0\.0\.1:\d+\/\S+, or is not visible to /,
      );
    });

    it('goes on where one of several targets does not answer', async () => {
      const { matches, unsearched } = expectOk(
        await project({
          ...{ host: undefined, port: undefined, schema: undefined },
          targets: [1, server.port].map((port) => ({ host: server.host, port, schema })),
        }).grep({ pattern: 'ü', places: ['test'] }),
      );
      assert.equal(matches.length, 1);
      assert.deepEqual(
        unsearched.map(({ target }) => target),
        [`${server.host}:1/${schema}`],
      );
    });
  });
});
