/** The deployed project: a folder on disk, opened as the command line opens it, with a callback at the fault points. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openProject, type Sproc, type SprocPorts } from '../../engine/src/engine';
import { nodePorts, openGate } from '../../engine/src/node';
import type { OnFaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import type { Flavor } from '../servers/flavor';
import { removeAtEnd } from '../servers/guardian';
import { listFiles, type State } from './members';

export interface ProjectPlace {
  readonly flavor: Flavor;
  readonly port: number;
  readonly schema: string;
  readonly user: string;
}

/** Creates a folder with that project; its environment is `test`. */
export function makeProjectFolder({ flavor, port, schema, user }: ProjectPlace): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sproc-'));
  removeAtEnd(folder);
  const test = { host: '127.0.0.1', port, user, schema, stage: 'DEVELOPMENT', ledgerSchema: `${schema}_ledger` };
  const file = { dialect: flavor, schema, sources: ['routines/*.sql'], environments: { test } };
  writeFileSync(path.join(folder, 'sproc.json'), JSON.stringify(file));
  return folder;
}

/** Writes the sources of a state, in place of those that were there. */
export function writeSources(folder: string, state: State): void {
  writeFiles(folder, listFiles(state));
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  const place = path.join(folder, 'routines');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(place, file), text);
}

export async function openFolder(folder: string, onFaultPoint?: OnFaultPoint): Promise<Sproc> {
  const variables = { GIT_AUTHOR_NAME: 'Torturer', GIT_AUTHOR_EMAIL: 'torturer@example.com' };
  const ports: SprocPorts & { readonly onFaultPoint?: OnFaultPoint } = {
    ...nodePorts(folder, { variables, gate: openGate }),
    ...(onFaultPoint === undefined ? {} : { onFaultPoint }),
  };
  const opened = await openProject(ports);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
