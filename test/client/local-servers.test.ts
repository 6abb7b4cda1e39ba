/** The greeting by which a server of this machine is found. */
import assert from 'node:assert/strict';
import { parseGreeting, printServer } from '../../client/src/workbench/local-servers';

function greeting(version: string, protocol = 10): Buffer {
  return Buffer.concat([Buffer.from([70, 0, 0, 0, protocol]), Buffer.from(`${version}\0rest`, 'latin1')]);
}

describe('a greeting', () => {
  it('names MySQL and MariaDB with their versions', () => {
    const found = ['9.7.0', '8.0.36-0ubuntu0.22.04.1', '5.5.5-10.4.32-MariaDB-log', '11.8.2-MariaDB-ubu2404'].flatMap(
      (version) => parseGreeting(3307, greeting(version)) ?? [],
    );
    assert.deepEqual(found.map(printServer), [
      'MySQL 9.7.0 on 127.0.0.1:3307',
      'MySQL 8.0.36-0ubuntu0.22.04.1 on 127.0.0.1:3307',
      'MariaDB 10.4.32 on 127.0.0.1:3307',
      'MariaDB 11.8.2 on 127.0.0.1:3307',
    ]);
  });

  it('is nothing else', () => {
    for (const packet of [
      Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'),
      Buffer.alloc(0),
      Buffer.from([70, 0, 0, 0, 10, 57]),
      greeting('9.7.0', 9),
      greeting('$(evil)'),
    ])
      assert.equal(parseGreeting(3306, packet), null);
  });
});
