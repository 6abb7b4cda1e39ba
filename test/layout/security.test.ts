/** The security documents, docs/security.md and SECURITY.md, name files and attacks that exist. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { families } from '../../scripts/attack/families';
import { repositoryPath } from '../../scripts/repository';

describe('the security document', () => {
  const text = readFileSync(repositoryPath('docs', 'security.md'), 'utf8');
  const rows = new Set(families.flatMap(({ attacks }) => attacks.map(({ row }) => row)));

  for (const file of ['docs/security.md', 'SECURITY.md'])
    it(`links to files that exist: ${file}`, () => {
      const links = [...readFileSync(repositoryPath(file), 'utf8').matchAll(/\]\(([^)#\s]+)/g)].map(
        ([, link = '']) => link,
      );
      assert.ok(links.length > 0);
      for (const link of links) assert.ok(existsSync(path.resolve(repositoryPath(file), '..', link)), link);
    });

  it('names attacks that are tried', () => {
    const named = [...text.matchAll(/\battack ([\d, ]+)/g)].flatMap(([, list = '']) => list.match(/\d+/g) ?? []);
    assert.ok(named.length > 30);
    assert.deepEqual(
      named.filter((row) => !rows.has(row)),
      [],
    );
  });

  it('has a test for whatever somebody cannot do', () => {
    const rowsOfTwo = text.split('\n').filter((line) => line.startsWith('|') && line.split('|').length === 4);
    const promises = rowsOfTwo.filter((line) => !/^\| (cannot|---)/.test(line));
    assert.ok(promises.length > 20);
    for (const line of promises) assert.match(line, /attack \d|\]\(/, line);
  });
});
