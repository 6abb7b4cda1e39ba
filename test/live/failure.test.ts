/** A deployment that cannot be executed leaves everything as it was, to the byte, and reports why. */
import assert from 'node:assert/strict';
import type { FaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { expectFailure, expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer, type LiveServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';
import { adviceText } from '../../cli/src/report/print-action';

const names = ['one', 'two', 'three', 'four', 'five'];

function files(version: number, wrong: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [
      `${name}.sql`,
      wrong[name] ??
        `DELIMITER $$\nCREATE PROCEDURE ${name}(IN a INT)\nBEGIN\n  SELECT '${name} ${version}', a;\nEND$$\n`,
    ]),
  );
}

/**
 * The settings that make each step a separate group, because after the last group was read back nothing is left to
 * fail.
 */
const eachAlone = { strategy: 'replace' };

describe('a deployment that fails', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      const outside = async (...statements: readonly string[]): Promise<void> => {
        await server.run(`USE ${schema.name}`);
        for (const statement of statements) await server.run(statement);
      };

      before(async () => {
        await server.run(
          `CREATE TABLE ${schema.name}.t (id INT PRIMARY KEY)`,
          `CREATE USER IF NOT EXISTS 'teller_${server.flavor}'@'%'`,
        );
        expectOk(await liveProject(server, schema.name, { files: files(1) }).deploy({ environment: 'test' }));
        await outside(
          `GRANT EXECUTE ON PROCEDURE ${schema.name}.two TO 'teller_${server.flavor}'@'%'`,
          `GRANT EXECUTE, ALTER ROUTINE ON PROCEDURE ${schema.name}.three TO 'teller_${server.flavor}'@'%' WITH GRANT OPTION`,
        );
      });
      after(() =>
        server.run(
          `DROP DATABASE IF EXISTS ${schema.name}_ledger`,
          `DROP USER IF EXISTS 'teller_${server.flavor}'@'%'`,
        ),
      );

      it('names the line of the third of five routines, and touches none', async () => {
        const wrong = 'DELIMITER $$\n-- the third\n\nCREATE PROCEDURE three(\n  IN a INT)\nBEGIN\n  SELEC 1;\nEND$$\n';
        const project = liveProject(server, schema.name, { files: files(2, { three: wrong }) });
        const snapshot = await takeSnapshot(server, schema.name);
        const answer = expectOk(await project.deploy({ environment: 'test' }));
        assert.equal(answer.outcome, 'failed');
        assert.deepEqual(answer.steps.map(({ outcome }) => outcome).sort(), [
          'failed',
          'not-run',
          'not-run',
          'not-run',
          'not-run',
        ]);
        assert.match(
          adviceText(answer.steps.find(({ outcome }) => outcome === 'failed')?.error ?? ''),
          /three\.sql, line 7\): .*'1;/s,
        );
        assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
      });

      it('brings back what was done when a later step fails on the server', async () => {
        const project = liveProject(server, schema.name, {
          files: {
            ...files(2),
            'watch.sql': 'CREATE TRIGGER watch BEFORE INSERT ON t FOR EACH ROW SET NEW.id = NEW.id + 1;',
          },
          onFaultPoint: at('intended', 6, () => outside(`ALTER TABLE ${schema.name}.t RENAME COLUMN id TO other`)),
        });
        const snapshot = await takeSnapshot(server, schema.name);
        const answer = expectOk(await project.deploy({ environment: 'test' }));
        await outside(`ALTER TABLE ${schema.name}.t RENAME COLUMN other TO id`);
        assert.equal(answer.outcome, 'rolled-back', JSON.stringify(answer));
        assert.deepEqual(
          answer.steps.map(({ outcome }) => outcome),
          [...names.map(() => 'restored'), 'failed'],
        );
        assert.match(adviceText(answer.steps[5]?.error ?? ''), /1054/);
        assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
      });

      it('leaves a routine alone that somebody else makes under its name meanwhile', async () => {
        const project = liveProject(server, schema.name, {
          files: { ...files(2), 'zero.sql': "CREATE PROCEDURE zero() SELECT 'ours';" },
          onFaultPoint: at('intended', 6, () => outside(`CREATE PROCEDURE ${schema.name}.zero() SELECT 'theirs'`)),
        });
        const answer = expectOk(await project.deploy({ environment: 'test' }));
        assert.equal(answer.outcome, 'rolled-back', JSON.stringify(answer));
        const left = await takeSnapshot(server, schema.name);
        assert.match(JSON.stringify(left['PROCEDURE zero']), /theirs/);
        await outside(`DROP PROCEDURE ${schema.name}.zero`);
      });

      it('counts as ended only if the ledger could take how it ended', async () => {
        const table = `${schema.name}_ledger.saved_definition`;
        const project = liveProject(server, schema.name, {
          files: files(2),
          onFaultPoint: at('read-back', 2, () =>
            server.run(
              `CREATE TRIGGER ${schema.name}_ledger.full BEFORE INSERT ON ${table} FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114`,
            ),
          ),
        });
        const snapshot = await takeSnapshot(server, schema.name);
        const answer = expectOk(await project.deploy({ environment: 'test' }));
        assert.equal(answer.outcome, 'rolled-back', JSON.stringify(answer));
        await server.run(`DROP TRIGGER ${schema.name}_ledger.full`);
        assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
        assert.equal(expectOk(await project.recover({ environment: 'test' })).outcome, 'rolled-back');
        assert.equal(expectOk(await project.recover({ environment: 'test' })).outcome, 'nothing-to-do');
        assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
        assert.equal(expectOk(await project.history({ environment: 'test', verify: true })).chain, 'intact');
        const { findings } = expectOk(await project.plan({ environment: 'test' }));
        assert.deepEqual(findings, []);
      });

      it('refuses to overwrite what somebody changed after the plan was made', async () => {
        const project = liveProject(server, schema.name, {
          files: files(2),
          onFaultPoint: at('started', 0, async () => {
            await outside(
              `DROP PROCEDURE ${schema.name}.four`,
              `CREATE PROCEDURE ${schema.name}.four() SELECT 'mended by night'`,
            );
          }),
        });
        const answer = expectOk(await project.deploy({ environment: 'test' }));
        assert.equal(answer.outcome, 'rolled-back');
        const left = await takeSnapshot(server, schema.name);
        assert.match(JSON.stringify(left['PROCEDURE four']), /mended by night/);
        const drift = expectFailure(await project.deploy({ environment: 'test' }), 'could-not');
        assert.match(drift.message, /four .*was changed on the server since the last deployment/);
        assert.equal(
          expectOk(
            await liveProject(server, schema.name, { files: files(1) }).deploy({
              environment: 'test',
              overwrite: true,
            }),
          ).outcome,
          'deployed',
        );
      });

      it('stops between steps when it is cancelled', async () => {
        const controller = new AbortController();
        const project = liveProject(server, schema.name, {
          files: files(2),
          environment: { maxConnections: 1 },
          onFaultPoint: at('statements-run', 2, async () => {
            controller.abort();
            await Promise.resolve();
          }),
        });
        const snapshot = await takeSnapshot(server, schema.name);
        const answer = expectOk(await project.deploy({ environment: 'test', signal: controller.signal }));
        assert.equal(answer.outcome, 'rolled-back');
        assert.deepEqual(
          answer.steps.map(({ outcome }) => outcome),
          ['restored', 'restored', 'failed', 'not-run', 'not-run'],
        );
        assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
      });

      for (const faultPoint of ['started', 'intended', 'statements-run', 'read-back', 'finished-step'] as const)
        it(`survives that all its connections are killed at ${faultPoint}`, async () => {
          const project = liveProject(server, schema.name, {
            files: files(2),
            ...(faultPoint === 'read-back' || faultPoint === 'finished-step' ? { environment: eachAlone } : {}),
            onFaultPoint: at(faultPoint, faultPoint === 'started' ? 0 : 3, () => killConnections(server)),
          });
          const snapshot = await takeSnapshot(server, schema.name);
          const answer = await project.deploy({ environment: 'test' });
          const told = answer.ok ? answer.value.outcome : answer.error.kind;
          assert.match(told, /^(rolled-back|partial|unreachable)$/, JSON.stringify(answer));
          if (told !== 'rolled-back') expectOk(await project.recover({ environment: 'test' }));
          assert.deepEqual(await takeSnapshot(server, schema.name), snapshot);
          assert.equal(expectOk(await project.history({ environment: 'test', verify: true })).chain, 'intact');
        });

      it('is told apart by what kept it from being done', async () => {
        const here = { files: files(2) };
        const refused = expectFailure(
          await liveProject(server, schema.name, { ...here, password: 'wrong-secret' }).deploy({ environment: 'test' }),
          'not-permitted',
        );
        assert.match(
          `${refused.message} ${adviceText(refused.remedy ?? '')}`,
          /environment test.*SPROC_PASSWORD_TEST/s,
        );
        assert.doesNotMatch(JSON.stringify(refused), /wrong-secret/);
        const closed = { ...here, environment: { port: 1 } };
        assert.match(
          expectFailure(await liveProject(server, schema.name, closed).deploy({ environment: 'test' }), 'unreachable')
            .message,
          /127\.0\.0\.1:1/,
        );
        const nameless = { ...here, environment: { schema: 'no_such_schema' } };
        assert.match(
          expectFailure(await liveProject(server, schema.name, nameless).deploy({ environment: 'test' }), 'could-not')
            .message,
          /^Schema no_such_schema does not exist on /,
        );
        const unknownHost = { ...here, environment: { host: 'no-such-host.invalid' } };
        expectFailure(
          await liveProject(server, schema.name, unknownHost).deploy({ environment: 'test' }),
          'unreachable',
        );
      });

      it('demands the name of a protected environment', async () => {
        const project = liveProject(server, schema.name, { files: files(2), environment: { protected: true } });
        expectFailure(await project.deploy({ environment: 'test' }), 'not-permitted');
        assert.match(
          adviceText(
            expectFailure(await project.deploy({ environment: 'test', confirm: 'Test' }), 'not-permitted').remedy ?? '',
          ),
          /--confirm test/,
        );
      });

      it('is refused as stale if the plan that was shown no longer holds', async () => {
        const project = liveProject(server, schema.name, { files: files(2) });
        const shown = expectOk(await project.plan({ environment: 'test' }));
        assert.equal(expectOk(await project.plan({ environment: 'test' })).fingerprint, shown.fingerprint);
        project.files.set('one.sql', 'CREATE PROCEDURE one() SELECT 3;');
        expectFailure(await project.deploy({ environment: 'test', fingerprint: shown.fingerprint }), 'plan-stale');
      });
    },
    { own: {} },
  );
});

function at(faultPoint: FaultPoint, step: number, action: () => Promise<unknown>) {
  let isDone = false;
  return async (now: FaultPoint, number: number): Promise<void> => {
    if (isDone || now !== faultPoint || number !== step) return;
    isDone = true;
    await action();
  };
}

/** Ends all connections but the own one. */
async function killConnections(server: LiveServer): Promise<void> {
  const own = await server.connect();
  const [rows] = await own.query(
    "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE USER = 'root' AND ID <> CONNECTION_ID()",
  );
  for (const { id } of rows as { id: number }[]) await own.query(`KILL ${id}`).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 50));
}
