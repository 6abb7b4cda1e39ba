/** The server itself dies in the middle: after its restart everything is as it was. */
import assert from 'node:assert/strict';
import type { FaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';
import { takeSnapshot } from '../support/live-snapshot';

const text = (name: string, version: number): string => `CREATE PROCEDURE ${name}() SELECT '${name} ${version}';`;
const files = (version: number): Record<string, string> =>
  Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.sql`, text(name, version)]));

describe('when the server dies', () => {
  onEachServer(
    (server) => {
      const schema = freshSchema(server);
      before(async () => {
        expectOk(await liveProject(server, schema.name, { files: files(1) }).deploy({ environment: 'test' }));
      });

      for (const faultPoint of [
        'started',
        'intended',
        'statements-run',
        'finished-step',
      ] as const satisfies readonly FaultPoint[])
        it(`at ${faultPoint}, it is recovered from`, async function () {
          this.timeout(60_000);
          const before = await takeSnapshot(server, schema.name);
          let isDead = false;
          const project = liveProject(server, schema.name, {
            files: files(2),
            // After the last group of steps nothing is left to fail; replaced by force, each step is a separate group.
            ...(faultPoint === 'finished-step' ? { environment: { strategy: 'replace' } } : {}),
            onFaultPoint: async (now, step) => {
              if (isDead || now !== faultPoint || step !== (faultPoint === 'started' ? 0 : 2)) return;
              isDead = true;
              await server.own.kill('SIGKILL');
            },
          });
          const answer = await project.deploy({ environment: 'test' });
          assert.ok(isDead);
          assert.match(answer.ok ? answer.value.outcome : answer.error.kind, /^(rolled-back|partial|unreachable)$/);
          await server.own.restart();
          const back = liveProject(server, schema.name, { files: files(2) });
          const recovered = expectOk(await back.recover({ environment: 'test' }));
          assert.equal(recovered.outcome, 'rolled-back', JSON.stringify(recovered));
          assert.deepEqual(await takeSnapshot(server, schema.name), before);
          assert.equal(expectOk(await back.history({ environment: 'test' })).chain, 'intact');
        });
    },
    { own: { durable: true } },
  );
});
