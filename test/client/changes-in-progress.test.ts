/** A change of an environment is started once, and a lost language server is never taken for a failure. */
import assert from 'node:assert/strict';
import type { Reply } from '#protocol';
import { ChangesInProgress, serverLost, type ChangeOf } from '../../client/src/workbench/changes-in-progress';
import { printFailure } from '../../client/src/workbench/print-failure';

const change: ChangeOf = { project: 'file:///shop', environment: 'dev', what: 'deployment to dev' };
const done = (): Promise<Reply<number>> => Promise.resolve({ ok: true, value: 1 });

describe('changes in progress', () => {
  it('are started once for each environment, and again after their end', async () => {
    const changes = new ChangesInProgress();
    let answer = (_: Reply<number>): void => undefined;
    const pending = new Promise<Reply<number>>((resolve) => (answer = resolve));
    const running = changes.run(change, () => pending);
    let started = 0;
    const second = await changes.run({ ...change, what: 'rollback of dev' }, () => {
      started++;
      return done();
    });
    assert.equal(started, 0);
    assert.equal(second.end, 'busy');
    const message = 'A deployment to dev runs in this window. Nothing else was started.';
    assert.equal('error' in second ? second.error.message : '', message);
    assert.equal((await changes.run({ ...change, environment: 'test' }, done)).end, 'answered');
    answer({ ok: true, value: 1 });
    assert.equal((await running).end, 'answered');
    assert.equal((await changes.run(change, done)).end, 'answered');
  });

  it('can be started again after the person turned away, and after an error', async () => {
    const changes = new ChangesInProgress();
    assert.equal((await changes.run(change, () => Promise.resolve(undefined))).end, 'declined');
    await assert.rejects(changes.run(change, () => Promise.reject(new Error('broken'))));
    assert.equal((await changes.run(change, done)).end, 'answered');
  });

  it('have an unknown end if the language server is lost, and lead to the recovery', async () => {
    const reply = await new ChangesInProgress().run(change, () => Promise.resolve({ ok: false, error: serverLost }));
    assert.equal(reply.end, 'unknown');
    assert.equal(
      'error' in reply ? printFailure(reply.error) : '',
      'The language server ended during the deployment to dev. It is unknown how far it came. ' +
        '"Sproc: Recover Interrupted Deployment…" finds out, and finishes or undoes it.',
    );
  });
});
