/** The servers of this machine, found by the greeting that each sends. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { findLocalServers } from '../../client/src/workbench/local-servers';
import { onEachServer } from '../support/live-servers';

describe('the servers of this machine', () => {
  onEachServer((server) => {
    it('are found with their product and version', async () => {
      const found = await findLocalServers([server.port]);
      assert.deepEqual(
        found.map(({ product, version }) => `${product.toLowerCase()} ${version.replaceAll(/\d+/g, '0').slice(0, 5)}`),
        [`${server.flavor} 0.0.0`],
      );
    });
  });

  it('are none where nothing answers, or something else', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    const other = createServer((socket) => socket.end('220 mail.example ESMTP\r\n')).listen(0, '127.0.0.1');
    await Promise.all([once(silent, 'listening'), once(other, 'listening')]);
    try {
      const ports = [silent, other].map((each) => (each.address() as AddressInfo).port);
      assert.deepEqual(await findLocalServers([...ports, 1]), []);
    } finally {
      silent.close();
      other.close();
    }
  });
});
