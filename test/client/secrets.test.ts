import assert from 'node:assert/strict';
import { passwordsIn } from '../../client/src/secrets';

function memoryStorage(): { readonly kept: Map<string, string> } & Parameters<typeof passwordsIn>[0] {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key)),
    store: (key, value) => Promise.resolve(void kept.set(key, value)),
    delete: (key) => Promise.resolve(void kept.delete(key)),
  };
}

describe('a stored password', () => {
  const place = { project: 'file:///p', environment: 'prod', audience: ['u@db1:3306', 'u@db2:3306'] };

  it('is given to those it was stored for, and to some of them', async () => {
    const passwords = passwordsIn(memoryStorage());
    assert.deepEqual(await passwords.find(place), { kind: 'none' });
    await passwords.store(place, 's3cret');
    for (const audience of [place.audience, ['u@db2:3306']])
      assert.deepEqual(await passwords.find({ ...place, audience }), { kind: 'password', password: 's3cret' });
  });

  it('is held back where the user, the host, the port or the socket is another, until the person agrees', async () => {
    const passwords = passwordsIn(memoryStorage());
    await passwords.store(place, 's3cret');
    for (const other of ['root@db1:3306', 'u@evil:3306', 'u@db1:3307', 'u@/run/mysqld.sock']) {
      const moved = { ...place, audience: ['u@db1:3306', other] };
      assert.deepEqual(await passwords.find(moved), { kind: 'held-back', storedFor: place.audience });
    }
    const moved = { ...place, audience: ['u@db3:3306'] };
    await passwords.rebind(moved);
    assert.deepEqual(await passwords.find(moved), { kind: 'password', password: 's3cret' });
    assert.equal((await passwords.find(place)).kind, 'held-back');
  });

  it('of an older version is held back once', async () => {
    const storage = memoryStorage();
    storage.kept.set('password file:///p prod', 'old');
    const passwords = passwordsIn(storage);
    assert.deepEqual(await passwords.find(place), { kind: 'held-back', storedFor: null });
    await passwords.rebind(place);
    assert.deepEqual(await passwords.find(place), { kind: 'password', password: 'old' });
  });

  it('leaves nothing behind when it is forgotten', async () => {
    const storage = memoryStorage();
    const passwords = passwordsIn(storage);
    await passwords.store(place, 's3cret');
    await passwords.forget(place);
    assert.equal(storage.kept.size, 0);
  });
});
