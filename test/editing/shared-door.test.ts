/** The use cases of a project that is opened again while they are in use. */
import assert from 'node:assert/strict';
import { succeed } from '../../engine/src/base/result';
import { SharedDoor } from '../../engine/src/editing/shared-door';
import type { Sproc } from '../../engine/src/use-cases/sproc';

/** Returns use cases with only the part that the shared door itself calls. */
function sprocThat(close: () => void): Sproc {
  const closing = (): Promise<void> => {
    close();
    return Promise.resolve();
  };
  return { close: closing } as unknown as Sproc;
}

describe('the use cases of a project in an editor', () => {
  it('are closed once the last who works with them is done', async () => {
    const events: string[] = [];
    const door = new SharedDoor();
    door.open(succeed(sprocThat(() => events.push('closed'))));
    const works = ['first', 'second'].map((name) => {
      let end = (): void => undefined;
      const ended = new Promise<void>((resolve) => (end = resolve));
      const done = door.use(async () => {
        await ended;
        events.push(name);
        return succeed(null);
      });
      return { end, done };
    });
    const closed = door.close();
    for (const { end, done } of works) {
      end();
      await done;
    }
    await closed;
    assert.deepEqual(events, ['first', 'second', 'closed']);
  });

  it('are closed although a work with them throws', async () => {
    let isClosed = false;
    const door = new SharedDoor();
    door.open(succeed(sprocThat(() => (isClosed = true))));
    let fail = (_error: Error): void => undefined;
    const work = door.use(() => new Promise<never>((_, reject) => (fail = reject)));
    const closed = door.close();
    fail(new Error('a bug'));
    await assert.rejects(work, /a bug/);
    await closed;
    assert.equal(isClosed, true);
  });

  it('are a failure before the project was opened', async () => {
    const reply = await new SharedDoor().use(() => Promise.resolve(succeed(null)));
    assert.equal(reply.ok ? null : reply.error.kind, 'bad-project');
  });
});
