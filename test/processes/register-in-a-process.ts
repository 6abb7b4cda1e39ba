/** Run by registry.test.ts, several at once: registers and marks versions of a routine of its own, and races for those of a shared one. */
import { folderRegistry } from '../../engine/src/registry/folder-registry';
import { nodeRegistryFiles } from '../../engine/src/registry/node-registry-files';
import { appendTo, versionOf } from '../registry/registry-contract';

const [folder = '', name = '', count = '0'] = process.argv.slice(2);

async function race(): Promise<{ readonly own: number; readonly shared: number }> {
  const registry = folderRegistry(nodeRegistryFiles({ path: folder, name: '.sproc', patience: 50_000 }));
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
    if (appended.ok && (await registry.mark(mine.key, change)).ok) own++;
    if ((await appendTo(registry, versionOf(`CREATE PROCEDURE shared() SELECT '${name}'`, `1.0.${i}`))).ok) shared++;
  }
  return { own, shared };
}

void race().then((won) => process.stdout.write(JSON.stringify(won)));
