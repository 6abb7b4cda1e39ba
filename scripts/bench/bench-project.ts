/** A project to measure with: its routines in one file, and one environment, `bench`, on a throwaway server. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createConnection } from 'mysql2/promise';
import { openProject, type Sproc } from '../../engine/src/engine';
import { nodePorts, openGate } from '../../engine/src/node';
import type { ThrowawayServer } from '../servers/throwaway-server';
import { makeTables } from './make-routines';

export interface BenchProject {
  readonly folder: string;
  /** The one source. */
  readonly file: string;
  write(script: string): Promise<void>;
  /** Opens the project again, as a command line does: no file has been read yet. */
  open(): Promise<Sproc>;
  remove(): Promise<void>;
}

/** Creates a project with `schema`, its tables and its ledger on the server; `port` is an optional other way to it. */
export async function makeBenchProject(
  server: ThrowawayServer,
  schema: string,
  port = server.port,
): Promise<BenchProject> {
  await makeSchema(server, schema);
  const folder = await mkdtemp(path.join(tmpdir(), 'sproc-bench-'));
  const file = path.join(folder, 'procedures', 'all.sql');
  await mkdir(path.dirname(file), { recursive: true });
  const bench = {
    host: '127.0.0.1',
    port,
    user: 'root',
    schema,
    stage: 'DEVELOPMENT',
    ledgerSchema: `${schema}_ledger`,
  };
  const project = { dialect: server.flavor, schema, sources: ['procedures/**/*.sql'], environments: { bench } };
  await writeFile(path.join(folder, 'sproc.json'), JSON.stringify(project));
  return {
    folder,
    file,
    write: (script) => writeFile(file, script),
    open: () => openBench(folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export async function makeSchema(server: ThrowawayServer, schema: string): Promise<void> {
  const connection = await createConnection(server.connection());
  await connection.query(`CREATE DATABASE ${schema}`);
  await connection.query(`USE ${schema}`);
  for (const table of makeTables) await connection.query(table);
  await connection.end();
}

export async function openBench(folder: string): Promise<Sproc> {
  const opened = await openProject(nodePorts(folder, { variables: process.env, gate: openGate }));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

export async function deployBench(sproc: Sproc, expected = 'deployed'): Promise<void> {
  const deployed = await sproc.deploy({ environment: 'bench' });
  if (!deployed.ok) throw new Error(deployed.error.message);
  const { outcome, steps } = deployed.value;
  if (outcome !== expected) throw new Error(`${outcome}: ${JSON.stringify(steps.find(({ error }) => error !== null))}`);
}
