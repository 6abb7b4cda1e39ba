/** The texts that paths on a command line mean: files, all .sql files of folders, `-` for standard input. */
import { join } from 'node:path';
import { slashed, type Failure, type Result, type SourceTree } from '#engine';
import type { Host } from './host';

const readTogether = 64;

export interface CollectedSource {
  /** Relative to the working folder, with `/`; `-` for standard input. */
  readonly file: string;
  /** The text; null if it is not a readable text of reasonable size. */
  readonly text: string | null;
  /** The reason, if known, as a phrase that follows the file's name: `is not a plain file`. */
  readonly why?: string;
}

/** Returns the sources in the order of the paths, each file once. */
export async function collectSources(
  paths: readonly string[],
  host: Host,
): Promise<Result<readonly CollectedSource[], Failure>> {
  const sources = new Map<string, CollectedSource>();
  for (const path of paths) {
    const found = await collectPath(path, host);
    if (!found.ok) return found;
    for (const source of found.value) sources.set(source.file, source);
  }
  return { ok: true, value: [...sources.values()] };
}

async function collectPath(path: string, host: Host): Promise<Result<readonly CollectedSource[], Failure>> {
  if (path === '-') return { ok: true, value: [describe('-', await host.readInput())] };
  switch (await host.kindOf(path)) {
    case 'missing':
      return { ok: false, error: noSuchPath(path) };
    case 'file':
      return { ok: true, value: [describe(tidy(path), await host.readSource(path))] };
    case 'folder':
      return { ok: true, value: await collectFolder(path, host) };
  }
}

function describe(file: string, read: Result<string, string>): CollectedSource {
  return read.ok ? { file, text: read.value } : { file, text: null, why: read.error };
}

async function collectFolder(folder: string, host: Host): Promise<readonly CollectedSource[]> {
  const tree = host.treeOf(folder);
  return readFiles(tree, await tree.list(['**/*.sql']), (file) => tidy(join(folder, file)));
}

/** Reads several files at a time, because waiting for each of ten thousand takes longer than reading them. */
export async function readFiles(
  tree: SourceTree,
  files: readonly string[],
  nameOf: (file: string) => string,
): Promise<readonly CollectedSource[]> {
  const sources: CollectedSource[] = [];
  for (let start = 0; start < files.length; start += readTogether) {
    const read = files
      .slice(start, start + readTogether)
      .map(async (file) => ({ file: nameOf(file), text: await tree.read(file) }));
    sources.push(...(await Promise.all(read)));
  }
  return sources;
}

export function noSuchPath(path: string): Failure {
  const message = `No file or folder exists at ${path}.`;
  return { kind: 'bad-input', message, remedy: 'Check the spelling. Paths are relative to the working folder.' };
}

/** Returns the path with `/`, and without a leading `./`. */
export function tidy(path: string): string {
  return slashed(path).replace(/^(?:\.\/)+/, '');
}
