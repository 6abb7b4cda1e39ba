/** A live schema for a generated project: an environment in its sproc.json, with the tables that its routines use. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { status } from '../../protocol/src/protocol';
import { ThrowawayServer } from '../servers/throwaway-server';
import { makeSchema } from './bench-project';
import type { ServerProcess } from './server-process';

export interface LiveSchema {
  /** Makes the language server read the environment, as a person does with the palette. */
  look(server: ServerProcess): Promise<void>;
  close(): Promise<void>;
}

export async function openLiveSchema(folder: string): Promise<LiveSchema> {
  const live = await ThrowawayServer.start({ flavor: 'mysql', args: [] });
  await makeSchema(live, 'shop');
  const file = path.join(folder, 'sproc.json');
  const before = await readFile(file, 'utf8');
  const bench = { host: '127.0.0.1', port: live.port, user: 'root', stage: 'DEVELOPMENT' };
  await writeFile(file, JSON.stringify({ ...(JSON.parse(before) as object), environments: { bench } }));
  return {
    async look(server) {
      const seen = await server.connection.sendRequest(status, { project: server.project, environments: ['bench'] });
      if (!seen.ok) throw new Error(seen.error.message);
    },
    async close() {
      await writeFile(file, before);
      await live.stop();
    },
  };
}
