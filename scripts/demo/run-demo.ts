/**
 * Plays the main job on real servers, as a person would do it by hand. Fails if a command has another exit code than
 * expected.
 */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryPath } from '../repository';
import { makeShopFolder, shopPasswords } from './shop-folder';
import { startShopServer } from './shop-servers';
import { makeStory, type Chapter, type Edit, type Scene } from './story';
import { runTyped } from './typed-command';

const folder = repositoryPath('out', 'demo', 'shop');

async function main(): Promise<boolean> {
  const startedAt = Date.now();
  console.log('Sproc on real servers. First the servers, small ones, thrown away at the end.');
  const dev = await startShopServer('mysql');
  const mariadb = await startShopServer('mariadb');
  const prod = await startShopServer('mysql');
  const servers = { dev: `MySQL ${dev.version}`, mariadb: `MariaDB ${mariadb.version}` };
  console.log(`  dev      ${servers.dev} on 127.0.0.1:${dev.port}`);
  console.log(`  mariadb  ${servers.mariadb} on 127.0.0.1:${mariadb.port}`);
  console.log(`  prod     MySQL ${prod.version} on 127.0.0.1:${prod.port}, protected`);
  try {
    const ports = { dev: dev.port, mariadb: mariadb.port, prod: prod.port };
    makeShopFolder(folder, ports);
    const good = await tellStory(makeStory(servers), shopPasswords(ports));
    if (good) printEnd(Date.now() - startedAt);
    return good;
  } finally {
    await Promise.all([dev, mariadb, prod].map((server) => server.stop()));
  }
}

/** Returns false as soon as a command has another exit code than expected. */
async function tellStory(story: readonly Chapter[], variables: Readonly<Record<string, string>>): Promise<boolean> {
  for (const [i, { title, scenes }] of story.entries()) {
    console.log(`\n\n${i + 1}. ${title}`);
    for (const scene of scenes) if (!(await play(scene, variables))) return false;
  }
  return true;
}

async function play(scene: Scene, variables: Readonly<Record<string, string>>): Promise<boolean> {
  const inFolder = (file: string): string => path.join(folder, file);
  switch (scene.kind) {
    case 'say':
      console.log(`\n${scene.text}`);
      return true;
    case 'copy':
      console.log(`\n  $ cp ${scene.from} ${scene.to}`);
      copyFileSync(inFolder(scene.from), inFolder(scene.to));
      return true;
    case 'remove':
      console.log(`\n  $ rm ${scene.file}`);
      rmSync(inFolder(scene.file));
      return true;
    case 'edit':
      edit(scene);
      return true;
    case 'take-back':
      for (const { file, from, to } of scene.edits) replace(file, to, from);
      console.log(
        `\n  (${scene.edits.length === 1 ? 'The edit is' : `The ${scene.edits.length} edits are`} taken back.)`,
      );
      return true;
    case 'run':
      return runAsTold(scene, variables);
  }
}

function edit({ file, from, to }: Edit): void {
  const line = replace(file, from, to);
  console.log(`\n  ${file}:${line}\n  - ${from}\n  + ${to}`);
}

/** Replaces a text; returns its line, from 1. */
function replace(name: string, from: string, to: string): number {
  const file = path.join(folder, name);
  const [before, after, ...more] = readFileSync(file, 'utf8').split(from);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`The story edits '${from}', which does not stand once in ${name}.`);
  writeFileSync(file, before + to + after);
  return before.split('\n').length;
}

async function runAsTold(
  { typed, exit, most }: Extract<Scene, { kind: 'run' }>,
  variables: Readonly<Record<string, string>>,
): Promise<boolean> {
  const got = await runTyped({ typed, folder, variables, ...(most === undefined ? {} : { most }) });
  if (got !== exit)
    console.error(`\nThe demo failed: this should end with exit code ${exit}, but ended with ${got ?? 'a signal'}.`);
  else if (exit !== 0) console.log(`  (exit code ${exit})`);
  return got === exit;
}

function printEnd(milliseconds: number): void {
  console.log(`

That was the main job, on both servers, in ${Math.round(milliseconds / 1000)} seconds. The folder is out/demo/shop; the servers are gone.

The same in VS Code, with servers that run as long as it does:
  npm run demo:editor`);
}

main().then(
  (good) => process.exit(good ? 0 : 1),
  (problem: unknown) => {
    console.error(problem instanceof Error ? problem.message : problem);
    process.exit(1);
  },
);
