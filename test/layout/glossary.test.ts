/** The glossary has each word once, in alphabetical order, and names of code that exist. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryPath } from '../../scripts/repository';

interface Entry {
  readonly word: string;
  /** The exported name; empty where the word has none. */
  readonly code: string;
}

const houses = ['engine', 'protocol', 'server', 'client', 'cli'];

function readEntries(): readonly Entry[] {
  const lines = readFileSync(repositoryPath('docs', 'glossary.md'), 'utf8').split('\n');
  return lines
    .filter((line) => line.startsWith('| **'))
    .map((line) => {
      const [, word, code] = /^\| \*\*(.+?)\*\* \| .+ \| (?:`(\w+)` )?\|$/.exec(line) ?? [];
      assert.ok(word !== undefined, `not a row of three columns: ${line}`);
      return { word, code: code ?? '' };
    });
}

/** Returns the names that the sources of all houses export. */
function readExports(): ReadonlySet<string> {
  const files = houses.flatMap((house) => {
    const source = repositoryPath(house, 'src');
    return readdirSync(source, { recursive: true, encoding: 'utf8' }).map((file) => join(source, file));
  });
  const texts = files.filter((file) => file.endsWith('.ts')).map((file) => readFileSync(file, 'utf8'));
  const exported = /^export (?:abstract |async )?(?:interface|type|class|const|function) (\w+)/gm;
  return new Set(texts.flatMap((text) => [...text.matchAll(exported)].map(([, name = '']) => name)));
}

describe('the glossary', () => {
  const entries = readEntries();
  const words = entries.map(({ word }) => word.toLowerCase());

  it('is in alphabetical order', () => {
    assert.ok(words.length > 60);
    assert.deepEqual(words, [...words].sort());
  });

  it('has each word once', () => {
    const single = entries.flatMap(({ word }) => word.toLowerCase().split(', '));
    assert.deepEqual(
      single.filter((word, index) => single.indexOf(word) !== index),
      [],
    );
  });

  it('refers to words that it has', () => {
    const text = readFileSync(repositoryPath('docs', 'glossary.md'), 'utf8');
    const named = [...text.matchAll(/\b(?:see|compare) \*(.+?)\*/g)].map(([, word = '']) => word);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((word) => !words.includes(word)),
      [],
    );
  });

  it('names code that is exported', () => {
    const exported = readExports();
    const named = entries.map(({ code }) => code).filter((code) => code !== '');
    assert.ok(named.length > 40);
    assert.deepEqual(
      named.filter((code) => !exported.has(code)),
      [],
    );
  });
});
