/** Every decision has a status, a context, a decision and consequences, and the list names all of them by their titles. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { repositoryPath } from '../../scripts/repository';

const read = (file: string): string => readFileSync(repositoryPath('docs', 'decisions', file), 'utf8');

describe('the decisions', () => {
  const files = readdirSync(repositoryPath('docs', 'decisions')).filter((file) => file !== 'README.md');

  for (const file of files)
    it(`has its parts, each with a text: ${file}`, () => {
      const [title = '', ...parts] = read(file).split(/^## /m);
      assert.match(title, new RegExp(`^# ${Number(file.slice(0, 4))}\\. .+\n$`, 'm'));
      const headings = parts.map((part) => part.split('\n', 1)[0] ?? '').filter((name) => name !== 'Alternatives');
      assert.deepEqual(headings, ['Status', 'Context', 'Decision', 'Consequences']);
      for (const part of parts) assert.match(part, /^\w+\n\n\S/);
      assert.match(parts[0] ?? '', /^Status\n\n(Proposed|Accepted|Replaced by \[decision \d+\]\(.+\))\./);
    });

  it('are listed with their titles, in order, each once', () => {
    const listed = [...read('README.md').matchAll(/^\| \[(\d+)\]\((.+?)\) \| (.+) \|$/gm)];
    const titled = files.sort().map((file) => [file, /^# (\d+)\. (.+)$/m.exec(read(file))?.slice(1)]);
    assert.ok(titled.length > 20);
    assert.deepEqual(
      listed.map(([, number, file, title]) => [file, [number, title]]),
      titled,
    );
  });
});
