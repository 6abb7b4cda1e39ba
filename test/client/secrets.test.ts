import assert from 'node:assert/strict';
import { secretsIn } from '../../client/src/workbench/secrets';

function memoryStorage(): { readonly kept: Map<string, string> } & Parameters<typeof secretsIn>[0] {
  const kept = new Map<string, string>();
  return {
    kept,
    get: (key) => Promise.resolve(kept.get(key)),
    store: (key, value) => Promise.resolve(void kept.set(key, value)),
    delete: (key) => Promise.resolve(void kept.delete(key)),
  };
}

for (const secret of ['password', 'ledger-key'] as const)
  describe(`a stored ${secret}`, () => {
    const place = { project: 'file:///p', environment: 'prod', secret, audience: ['u@db1:3306', 'u@db2:3306'] };

    it('is given to those it was stored for, and to some of them', async () => {
      const secrets = secretsIn(memoryStorage());
      assert.deepEqual(await secrets.find(place), { kind: 'none' });
      await secrets.store(place, 's3cret');
      for (const audience of [place.audience, ['u@db2:3306']])
        assert.deepEqual(await secrets.find({ ...place, audience }), { kind: 'stored', value: 's3cret' });
    });

    it('is held back where the user, the host, the port or the socket is another, until the person agrees', async () => {
      const secrets = secretsIn(memoryStorage());
      await secrets.store(place, 's3cret');
      for (const other of ['root@db1:3306', 'u@evil:3306', 'u@db1:3307', 'u@/run/mysqld.sock']) {
        const moved = { ...place, audience: ['u@db1:3306', other] };
        assert.deepEqual(await secrets.find(moved), { kind: 'held-back', storedFor: place.audience });
      }
      const moved = { ...place, audience: ['u@db3:3306'] };
      await secrets.rebind(moved);
      assert.deepEqual(await secrets.find(moved), { kind: 'stored', value: 's3cret' });
      assert.equal((await secrets.find(place)).kind, 'held-back');
    });

    it('leaves nothing behind when it is forgotten', async () => {
      const storage = memoryStorage();
      const secrets = secretsIn(storage);
      await secrets.store(place, 's3cret');
      await secrets.forget(place);
      assert.equal(storage.kept.size, 0);
    });
  });

describe('stored secrets', () => {
  const place = { project: 'file:///p', environment: 'prod', audience: ['u@db1:3306'] };

  it('of one environment do not know each other', async () => {
    const secrets = secretsIn(memoryStorage());
    await secrets.store({ ...place, secret: 'password' }, 's3cret');
    assert.deepEqual(await secrets.find({ ...place, secret: 'ledger-key' }), { kind: 'none' });
    await secrets.store({ ...place, secret: 'ledger-key' }, 'k3y');
    await secrets.forget({ ...place, secret: 'password' });
    assert.deepEqual(await secrets.find({ ...place, secret: 'ledger-key' }), { kind: 'stored', value: 'k3y' });
  });

  it('of an older version are held back once', async () => {
    const storage = memoryStorage();
    storage.kept.set('password file:///p prod', 'old');
    const secrets = secretsIn(storage);
    const password = { ...place, secret: 'password' } as const;
    assert.deepEqual(await secrets.find(password), { kind: 'held-back', storedFor: null });
    await secrets.rebind(password);
    assert.deepEqual(await secrets.find(password), { kind: 'stored', value: 'old' });
  });
});
