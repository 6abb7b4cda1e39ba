/** Every link of a document leads to a file of the repository, and to a heading that it has. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryPath } from '../../scripts/repository';

const documents = [
  ...readdirSync(repositoryPath()).filter((file) => file.endsWith('.md')),
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(repositoryPath(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => path.join(folder, file)),
  ),
];

describe('the links of the documents', () => {
  for (const document of documents)
    it(`lead to files and headings that exist: ${document}`, () => {
      const lost = readLinks(document).filter((link) => !leadsSomewhere(document, link));
      assert.deepEqual(lost, []);
    });

  it('are found to be lost where they are', () => {
    assert.ok(leadsSomewhere('README.md', 'docs/formats/command-line.md#exit-codes'));
    assert.ok(!leadsSomewhere('README.md', 'docs/formats/command-line.md#exit-doors'));
    assert.ok(!leadsSomewhere('README.md', 'docs/no-page.md'));
  });
});

/** Returns the links within the repository; code blocks have none. */
function readLinks(document: string): readonly string[] {
  const text = readFileSync(repositoryPath(document), 'utf8').replace(/^```[^]*?^```/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(document: string, link: string): boolean {
  const [file = '', heading] = link.split('#');
  const target = file === '' ? repositoryPath(document) : path.resolve(repositoryPath(document), '..', file);
  if (!existsSync(target)) return false;
  return heading === undefined || readAnchors(target).includes(heading);
}

function readAnchors(file: string): readonly string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
