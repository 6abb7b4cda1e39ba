/** The test scripts of a server's own suite, fetched from Debian once and kept outside of the repository. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryPath } from '../repository';
import { cachePath } from '../servers/cache';
import type { Flavor } from '../servers/flavor';

export interface TestFile {
  /** Relative to the suite, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Yields the suite's files in the order of their paths. Throws if the suite is not available. */
export async function* readSuite(flavor: Flavor): AsyncGenerator<TestFile> {
  const folder = cachePath('suites', flavor);
  if (!existsSync(path.join(folder, 'ready'))) await fetchSuite(flavor, folder);
  const root = path.join(folder, 'tests');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of files.sort()) yield { path: path.relative(root, file), text: await readFile(file, 'utf8') };
}

async function fetchSuite(flavor: Flavor, folder: string): Promise<void> {
  const script = repositoryPath('scripts', 'conformance', 'get-suite.sh');
  const child = spawn('bash', [script, flavor, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the test suite of ${flavor} could not be fetched from Debian's archive`);
}
