/**
 * A process of registry.test.ts, several at once: it registers and marks versions of its own routine, and competes for
 * those of a shared one; `no-links` avoids hard links.
 */
import { dirname } from 'node:path';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { nodeRegistryFiles } from '../../engine/src/registry/folder/node-registry-files';
import { openGate } from '../../engine/src/base/node-gate';
import type { Registry } from '../../engine/src/registry/records/registry';
import { appendTo, versionOf } from '../registry/registry-contract';
import { gateWithoutLinks } from '../support/gate-without-links';
import { registryOn } from '../support/server-registry';

const [place = '', name = '', count = '0', links = 'links'] = process.argv.slice(2);

/** Opens the registry; `3306/schema` is one on a server. */
function openRegistry(): Registry {
  const onServer = /^(\d+)\/(\w+)$/.exec(place);
  if (onServer) return registryOn({ port: Number(onServer[1]) }, onServer[2] ?? '');
  const gate = links === 'no-links' ? gateWithoutLinks() : openGate;
  return folderRegistry(nodeRegistryFiles({ project: dirname(place), name: '.sproc', gate, waitMs: 50_000 }));
}

async function race(): Promise<{ readonly own: number; readonly shared: number; readonly refused: readonly string[] }> {
  const registry = openRegistry();
  const refused: string[] = [];
  let own = 0;
  let shared = 0;
  for (let i = 0; i < Number(count); i++) {
    const mine = versionOf(`CREATE PROCEDURE of_${name}() SELECT ${i}`, `1.0.${i}`);
    const appended = await appendTo(registry, mine);
    const change = {
      version: mine.version,
      from: 'DEVELOPMENT',
      to: 'TESTING',
      by: name,
      at: mine.createdAt,
      reason: 'race',
    } as const;
    const marked = appended.ok ? await registry.mark(mine.key, change) : appended;
    if (marked.ok) own++;
    else refused.push(marked.error.message);
    if ((await appendTo(registry, versionOf(`CREATE PROCEDURE shared() SELECT '${name}'`, `1.0.${i}`))).ok) shared++;
  }
  return { own, shared, refused };
}

void race().then((won) => process.stdout.write(JSON.stringify(won)));
