/** The registry in tables on a server: the contract of every registry, and what only a server can do to it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Registry, RoutineRecord } from '../../engine/src/registry/records/registry';
import type { Failure } from '../../engine/src/base/failure';
import type { Result } from '../../engine/src/base/result';
import { sealChange } from '../../engine/src/registry/server/registry-rows';
import { appendTo, describeRegistry, versionOf } from '../registry/registry-contract';
import { expectFailure, expectOk } from '../support/expect';
import { onEachServer } from '../support/live-servers';
import { registryOn } from '../support/server-registry';
import { adviceText } from '../../cli/src/report/print-action';

/** Returns the message of a failure, or of the conflict of the one routine. */
function expectRefused(answer: Result<readonly RoutineRecord[] | RoutineRecord | null, Failure>): string {
  if (!answer.ok) return expectFailure(answer, 'bad-input').message;
  const [record] = [answer.value].flat();
  return record?.conflict?.what ?? 'no conflict';
}

const greet = 'CREATE PROCEDURE greet(IN who VARCHAR(20)) SELECT who';

describe('the registry on a server', () => {
  onEachServer((server) => {
    let schema = '';
    const schemas: string[] = [];
    const open = (): Registry => {
      schema = `t_${randomBytes(5).toString('hex')}`;
      schemas.push(schema);
      return registryOn(server, schema);
    };
    after(() => server.run(...schemas.map((each) => `DROP DATABASE IF EXISTS ${each}`)));

    describeRegistry('in tables', open);

    it('loses nothing when four processes register and mark at once, on an empty server', async () => {
      open();
      const run = promisify(execFile);
      const program = join(__dirname, '..', 'processes', 'register-in-a-process.ts');
      const answers = await Promise.all(
        ['a', 'b', 'c', 'd'].map((name) =>
          run(process.execPath, ['--require', 'tsx/cjs', program, `${server.port}/${schema}`, name, '8']),
        ),
      );
      const won = answers.map(({ stdout }) => JSON.parse(stdout) as { readonly own: number; readonly shared: number });
      assert.deepEqual(
        won.map(({ own }) => own),
        [8, 8, 8, 8],
      );
      assert.equal(
        won.reduce((sum, { shared }) => sum + shared, 0),
        8,
      );
      assert.deepEqual(
        expectOk(await registryOn(server, schema).list()).map(({ key, versions, changes }) => [
          key.name,
          versions.length,
          changes.length,
        ]),
        [
          ['of_a', 8, 16],
          ['of_b', 8, 16],
          ['of_c', 8, 16],
          ['of_d', 8, 16],
          ['shared', 8, 8],
        ],
      );
    }).timeout(120_000);

    it('takes a thousand versions at once, all of them', async () => {
      const registry = open();
      const many = Array.from({ length: 1000 }, (_, i) =>
        versionOf(`CREATE PROCEDURE p${i}() SELECT '${'x'.repeat(2000)}'`, '1.0.0'),
      );
      expectOk(await appendTo(registry, ...many));
      assert.equal(expectOk(await registry.list()).length, 1000);
    }).timeout(60_000);

    it('refuses what would change or delete a row, whoever asks', async () => {
      expectOk(await appendTo(open(), versionOf(greet, '1.0.0')));
      for (const [statement, sentence] of [
        [`UPDATE ${schema}.version SET text = 'x'`, /A registered version is never changed/],
        [`DELETE FROM ${schema}.version`, /A version is deleted only when it is RETIRED/],
        [`UPDATE ${schema}.status_change SET to_status = 'PRODUCTION'`, /A status change is never rewritten/],
        [`DELETE FROM ${schema}.status_change`, /A status change is never deleted/],
        [`UPDATE ${schema}.status_line SET line = ''`, /A line of a status log is never rewritten/],
        [`DELETE FROM ${schema}.status_line`, /A line of a status log is never deleted/],
      ] as const)
        await assert.rejects(server.run(statement), sentence);
    });

    for (const [what, statement, sentence] of [
      [
        'a text',
        `UPDATE ?.version SET text = CONCAT(text, ' ')`,
        /^The version 1\.0\.0 of procedure shop\.greet in the/,
      ],
      ['an author', `UPDATE ?.version SET facts = REPLACE(facts, 'Ada', 'Eve')`, /^The version 1\.0\.0 of procedure/],
      ['a place', `UPDATE ?.version SET version = '2.0.0'`, /^The version 2\.0\.0 of procedure shop\.greet in the/],
      [
        'a status',
        `UPDATE ?.status_change SET to_status = 'TESTING'`,
        /^The status of procedure shop\.greet 1\.0\.0 in/,
      ],
      ['a log', `DELETE FROM ?.status_change WHERE place = 1`, /^The status of procedure shop\.greet 1\.0\.0 in/],
      ['the last change', `DELETE FROM ?.status_change WHERE place = 2`, /^The status log of procedure shop\.greet in/],
      [
        'a line',
        `UPDATE ?.status_line SET line = REPLACE(line, 'Bob', 'Eve') WHERE place = 2`,
        /^The status log of procedure shop\.greet in/,
      ],
      [
        'a chain that was cut off',
        `DELETE FROM ?.status_line WHERE place = 2`,
        /^The status log of procedure shop\.greet contradicts itself: line 2 of t_\w+\.status_line does not follow/,
      ],
      [
        'a version',
        'DELETE FROM ?.version',
        /^The version 1\.0\.0 of procedure shop\.greet is missing in the registry/,
      ],
      [
        'a whole log',
        'DELETE FROM ?.status_line;DELETE FROM ?.status_change',
        /^The status of procedure shop\.greet 1\.0\.0 is missing in the registry/,
      ],
    ] as const)
      it(`sees ${what} that was changed behind its back`, async () => {
        const registry = open();
        const version = versionOf(greet, '1.0.0');
        expectOk(await appendTo(registry, version));
        const change = { version: '1.0.0', by: 'Bob', at: '2025-09-08T00:00:00.000Z', reason: 'r' } as const;
        expectOk(await registry.mark(version.key, { ...change, from: 'DEVELOPMENT', to: 'TESTING' }));
        await dropGuards();
        await server.run(...statement.replaceAll('?', schema).split(';'));
        assert.match(expectRefused(await registry.list()), sentence);
        assert.match(expectRefused(await registry.find(version.key)), sentence);
      });

    /** Restores the tables of an earlier Sproc: without the chain. */
    const makeOld = async (): Promise<void> => {
      await dropGuards();
      await server.run(`DROP TABLE ${schema}.status_line`, `DELETE FROM ${schema}.schema_version WHERE version = 2`);
    };
    const change = { version: '1.0.0', by: 'Bob', at: '2025-09-08T00:00:00.000Z', reason: 'r' } as const;

    it('migrates what an earlier Sproc has written, once, and reads it before as after', async () => {
      open();
      const told: string[] = [];
      const registry = registryOn(server, schema, (sentence) => told.push(sentence));
      const [version, other] = [versionOf(greet, '1.0.0'), versionOf(`${greet}, 2`, '1.1.0')];
      expectOk(await appendTo(registry, version, other));
      expectOk(await registry.mark(version.key, { ...change, from: 'DEVELOPMENT', to: 'TESTING' }));
      await makeOld();
      const before = expectOk(await registry.find(version.key))?.changes;
      assert.equal(before?.length, 3);
      assert.deepEqual(told, []);
      expectOk(await registry.mark(version.key, { ...change, from: 'TESTING', to: 'PRODUCTION' }));
      expectOk(await registry.mark(version.key, { ...change, version: '1.1.0', from: 'DEVELOPMENT', to: 'TESTING' }));
      assert.deepEqual(told, [`The registry in schema ${schema} of team was migrated to format 2.`]);
      const record = expectOk(await registry.find(version.key));
      assert.deepEqual([record?.conflict, record?.changes.length], [null, 5]);
      assert.deepEqual(record?.changes.slice(0, 3), before);
    });

    it('finds a conflict in a log of an earlier Sproc, and settles it without deleting a row', async () => {
      const registry = open();
      const version = versionOf(greet, '1.0.0');
      expectOk(await appendTo(registry, version));
      expectOk(await registry.mark(version.key, { ...change, from: 'DEVELOPMENT', to: 'TESTING' }));
      await makeOld();
      const [identity, before] = await lastSeal();
      const jump = { ...change, from: 'PRODUCTION', to: 'DEPRECATED' } as const;
      await server.run(
        `INSERT INTO ${schema}.status_change (identity, version, place, from_status, to_status, changed_by, changed_at, reason, seal)
          VALUES ('${identity}', '1.0.0', 3, 'PRODUCTION', 'DEPRECATED', 'Bob', '${change.at}', 'r', '${sealChange(before, identity, jump)}')`,
      );
      assert.match(expectOk(await registry.find(version.key))?.conflict?.what ?? '', /contradicts itself: line 3/);
      expectFailure(await registry.mark(version.key, { ...change, from: 'TESTING', to: 'PRODUCTION' }), 'bad-input');
      const resolution = { keep: 'ours', statuses: 'carry', by: 'Ada', at: change.at, reason: 'forged' } as const;
      const resolved = expectOk(await registry.resolve(version.key, resolution));
      assert.deepEqual(resolved.dropped, [{ version: '1.0.0', from: 'PRODUCTION', to: 'DEPRECATED' }]);
      expectOk(await registry.mark(version.key, { ...change, from: 'TESTING', to: 'PRODUCTION' }));
      const record = expectOk(await registry.find(version.key));
      assert.deepEqual(
        [record?.conflict, record?.changes.map(({ to }) => to)],
        [null, ['DEVELOPMENT', 'TESTING', 'PRODUCTION']],
      );
    });

    it('tells the second of two who mark at once', async () => {
      const registry = open();
      const version = versionOf(greet, '1.0.0');
      expectOk(await appendTo(registry, version));
      const answers = await Promise.all(
        ['Bob', 'Cleo', 'Dan'].map((by) =>
          registry.mark(version.key, { ...change, by, from: 'DEVELOPMENT', to: 'TESTING' }),
        ),
      );
      assert.equal(answers.filter(({ ok }) => ok).length, 1);
      for (const answer of answers)
        if (!answer.ok)
          assert.match(answer.error.message, /is already TESTING, no longer DEVELOPMENT: (Bob|Cleo|Dan) changed it at/);
      assert.equal(expectOk(await registry.find(version.key))?.changes.length, 2);
    });

    const dropGuards = async (): Promise<void> => {
      for (const name of [
        'version_stays',
        'version_is_kept',
        'change_stays',
        'change_is_kept',
        'line_stays',
        'line_is_kept',
      ])
        await server.run(`DROP TRIGGER ${schema}.${name}`);
    };
    /** Returns the seal of the last change. */
    const lastSeal = async (): Promise<readonly [identity: string, seal: string]> => {
      const [row] = await server.run(`SELECT identity, seal FROM ${schema}.status_change ORDER BY id DESC LIMIT 1`);
      return [String(row?.['identity']), String(row?.['seal'])];
    };

    describe('for an account with few rights', () => {
      const account = `u_${randomBytes(5).toString('hex')}`;
      before(() => server.run(`CREATE USER ${account}@'%' IDENTIFIED BY 'secret'`));
      after(() => server.run(`DROP USER ${account}@'%'`));
      const asGuest = (): Registry => registryOn({ port: server.port, user: account, password: 'secret' }, schema);

      it('names each right that is missing; granting what is told is enough', async () => {
        open();
        const version = versionOf(greet, '1.0.0');
        const first = expectFailure(await appendTo(asGuest(), version), 'not-permitted');
        const granted =
          /^As an administrator: (CREATE DATABASE[^;]+); (GRANT SELECT, INSERT, CREATE, TRIGGER ON[^;]+);$/;
        const [, create = '', grant = ''] = granted.exec(adviceText(first.remedy ?? '')) ?? [];
        await server.run(create, grant);
        expectOk(await appendTo(asGuest(), version));
        await server.run(`REVOKE INSERT, CREATE, TRIGGER ON ${schema}.* FROM ${account}@'%'`);
        assert.equal(expectOk(await asGuest().list()).length, 1);
        const second = expectFailure(await appendTo(asGuest(), versionOf(greet, '1.0.1')), 'not-permitted');
        assert.match(adviceText(second.remedy ?? ''), /GRANT SELECT, INSERT ON/);
        await server.run(`REVOKE SELECT ON ${schema}.* FROM ${account}@'%'`);
        assert.match(
          adviceText(expectFailure(await asGuest().list(), 'not-permitted').remedy ?? ''),
          /GRANT SELECT ON/,
        );
      });
    });

    it('does not touch tables of a newer Sproc', async () => {
      const registry = open();
      expectOk(await appendTo(registry, versionOf(greet, '1.0.0')));
      await server.run(`INSERT INTO ${schema}.schema_version VALUES (99, UTC_TIMESTAMP(6))`);
      for (const answer of [await registry.list(), await appendTo(registry, versionOf(greet, '1.0.1'))]) {
        const { message, remedy } = expectFailure(answer, 'could-not');
        assert.match(
          message,
          /^The registry in schema t_\w+ of environment team was created by a newer version of Sproc \(table version 99/,
        );
        assert.equal(remedy, 'Use that version of Sproc or a later one.');
      }
    });
  });

  it('says where no server answers', async () => {
    const { message } = expectFailure(await registryOn({ port: 1 }, 'nowhere').list(), 'unreachable');
    assert.match(message, /^127\.0\.0\.1:1 \(environment team\) refuses connections/);
  });
});
