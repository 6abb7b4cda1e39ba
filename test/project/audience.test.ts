import assert from 'node:assert/strict';
import { audienceOf, placeOf, readPlaces } from '../../engine/src/project/audience';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';

function environment(raw: object) {
  const file = { schema: 's', environments: { dev: { stage: 'TESTING', user: 'u', ...raw } } };
  const found = parseProjectFile(JSON.stringify(file)).value?.environments['dev'];
  assert.ok(found);
  return found;
}

describe('the audience of a password', () => {
  it('is an account on a server, whatever the schema', () => {
    const targets = [{ host: 'DB1' }, { host: 'db1', schema: 'other' }, { host: 'db2', port: 3307 }];
    assert.deepEqual(audienceOf(environment({ targets })), ['u@db1:3306', 'u@db2:3307']);
    assert.deepEqual(audienceOf(environment({ socket: '/run/Mysqld.sock' })), ['u@/run/Mysqld.sock']);
  });

  it('is listed as people write places', () => {
    const places = readPlaces(' DB1, db2:3307,[::1]:3308, ::1,/run/mysqld.sock,');
    assert.deepEqual([...places], ['db1:3306', 'db2:3307', '[::1]:3308', '[::1]:3306', '/run/mysqld.sock']);
    assert.equal(placeOf({ host: '::1', port: 3306, socket: null }), '[::1]:3306');
  });
});
