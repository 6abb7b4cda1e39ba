/** The packages hold what runs and what a person reads about it, and no text in them has a link that leads nowhere. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import JSZip from 'jszip';
import { repositoryPath } from '../../scripts/repository';
import { packedCommandLine, packedExtension } from './packages';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, string>>;
  readonly repository?: unknown;
}

/** The content of a package, by path. */
type Contents = ReadonlyMap<string, string>;

/** The pages of the rules, to which problems link. */
const rulePages = readdirSync(repositoryPath('docs', 'rules')).map((page) => `docs/rules/${page}`);

const commandLineFiles = [
  'LICENSE',
  'README.md',
  'dist/server.js',
  'dist/sproc.js',
  'dist/sql-formatter.js',
  'dist/sql-parser.js',
  ...rulePages.toSorted(),
  'package.json',
];

const extensionFiles = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/client.js',
  'extension/dist/server.js',
  'extension/dist/sql-formatter.js',
  'extension/dist/sql-parser.js',
  ...rulePages.map((page) => `extension/${page}`).toSorted(),
  'extension/media/icon.png',
  'extension/media/icon.svg',
  'extension/media/routine-dark.svg',
  'extension/media/routine-light.svg',
  'extension/media/sproc.svg',
  'extension/package.json',
  'extension/readme.md',
  'extension/schemas/sproc.hints.schema.json',
  'extension/schemas/sproc.schema.json',
  'extension/syntaxes/mysql-routine.language-configuration.json',
  'extension/syntaxes/mysql-routine.tmLanguage.json',
  'extension/syntaxes/sproc-plan.tmLanguage.json',
];

describe('the package of the command line', () => {
  let contents: Contents;
  before(() => (contents = readTarball(packedCommandLine)));

  it('holds only what runs', () => assert.deepEqual([...contents.keys()].sort(), commandLineFiles));

  it('says what runs it, and names no address that nobody has', () => {
    const { name, bin, engines, repository } = JSON.parse(read(contents, 'package.json')) as Manifest;
    assert.deepEqual([name, bin, repository], ['sproc', { sproc: 'dist/sproc.js' }, undefined]);
    assert.equal(engines['node'], '>=20.19');
  });

  it('has a README of its own', () => {
    assert.equal(read(contents, 'README.md'), readFileSync(repositoryPath('cli', 'README.md'), 'utf8'));
    assert.match(read(contents, 'README.md'), /npm install --global \.\/sproc-/);
  });

  it('names itself in its README as it is named', () => {
    const { version } = JSON.parse(read(contents, 'package.json')) as Manifest;
    assert.ok(read(contents, 'README.md').includes(`./sproc-${version}.tgz`));
  });

  it('leaves the README of the repository as it was', () =>
    assert.match(readFileSync(repositoryPath('README.md'), 'utf8'), /## Guarantees/));

  it('has no link that leads nowhere', () => checkLinks(contents, 'README.md', []));
});

describe('the package of the extension', () => {
  let contents: Contents;
  before(async () => (contents = await readZip(packedExtension)));

  it('holds only what runs', () => assert.deepEqual([...contents.keys()].sort(), extensionFiles));

  it('has a README of its own', () =>
    assert.equal(read(contents, 'extension/readme.md'), readFileSync(repositoryPath('client', 'README.md'), 'utf8')));

  it('names no address that nobody has', () =>
    assert.doesNotMatch(read(contents, 'extension.vsixmanifest'), /Links\.(Source|GitHub|Support|Learn)/));

  it('has no link that leads nowhere', () => {
    checkLinks(contents, 'extension/readme.md', []);
    checkLinks(contents, 'extension/changelog.md', ['https://semver.org']);
  });
});

/** Checks that each link leads to a file of the package or to one of the known addresses. */
function checkLinks(contents: Contents, file: string, known: readonly string[]): void {
  const text = read(contents, file);
  const links = [...text.matchAll(/\]\(([^)\s]+)|(?:src|href)="([^"]+)"|<(https?:[^>]+)>/g)];
  const targets = links.map(([, link, attribute, bare]) => link ?? attribute ?? bare ?? '');
  const lost = targets.filter(
    (target) =>
      !target.startsWith('#') &&
      !known.includes(target) &&
      !contents.has(path.posix.join(path.posix.dirname(file), target)),
  );
  assert.deepEqual(lost, []);
}

function read(contents: Contents, file: string): string {
  const text = contents.get(file);
  assert.ok(text !== undefined, `there is no ${file}`);
  return text;
}

function readTarball(file: string): Contents {
  const tar = (...words: readonly string[]): string =>
    execFileSync('tar', words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const names = tar('-tzf', file)
    .split('\n')
    .filter((name) => name !== '');
  return new Map(names.map((name) => [name.replace(/^package\//, ''), tar('-xzOf', file, name)]));
}

async function readZip(file: string): Promise<Contents> {
  const zip = await JSZip.loadAsync(readFileSync(file));
  const files = Object.values(zip.files).filter(({ dir }) => !dir);
  return new Map(await Promise.all(files.map(async (one) => [one.name, await one.async('string')] as const)));
}
