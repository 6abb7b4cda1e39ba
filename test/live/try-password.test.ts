/** A password that is tried before it is stored: what real servers say to it, and that each is asked once. */
import assert from 'node:assert/strict';
import type { Failure } from '#engine';
import { expectOk } from '../support/expect';
import { liveProject } from '../support/live-project';
import { freshSchema, onEachServer } from '../support/live-servers';

describe('a typed password', () => {
  onEachServer((server) => {
    const schema = freshSchema(server);
    const user = 'tried_one';
    before(() => server.run(`CREATE USER ${user}@'%' IDENTIFIED BY 'the right one'`));
    after(() => server.run(`DROP USER ${user}@'%'`));

    const attempt = async (password: string, settings: object = {}): Promise<string> => {
      const project = liveProject(server, schema.name, { environment: { user, ...settings } });
      const answer = expectOk(await project.tryPassword({ environment: 'test', password }));
      return answer.result === 'accepted' ? answer.result : `${answer.result}: ${describeLogin(answer.failure)}`;
    };

    it('is accepted, though the account may do nothing in the schema', async () =>
      assert.equal(await attempt('the right one'), 'accepted'));

    it('is refused if it is another', async () => {
      assert.equal(await attempt('another one'), 'refused: wrong-password');
      assert.equal(await attempt(''), 'refused: no-password');
    });

    it('is not called wrong by a place where nobody listens', async () =>
      assert.equal(await attempt('the right one', { port: 1 }), 'untested: unreachable'));
  });
});

function describeLogin({ login, kind }: Failure): string {
  return login ?? kind;
}
