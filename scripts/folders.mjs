// `npm run layers`, second half: no folder of the product has too many files, and no two depend on each other.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const most = 25;
/** Lists with one entry a file, and the parser, whose files are read in one order. */
const long = ['engine/src/analysis/rules', 'engine/src/syntax', 'cli/src/commands', 'client/src/commands'];

const houses = ['engine', 'protocol', 'server', 'cli', 'client'];
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...houses], {
  encoding: 'utf8',
});
const files = new Set(listed.split('\n').filter((file) => file.endsWith('.ts')));

const counts = new Map();
/** The folders from which a folder's files import, each with one of these imports. */
const needs = new Map();
for (const file of files) {
  const folder = path.posix.dirname(file);
  counts.set(folder, (counts.get(folder) ?? 0) + 1);
  for (const imported of importsOf(file)) {
    const other = path.posix.dirname(imported);
    if (other === folder) continue;
    if (!needs.has(folder)) needs.set(folder, new Map());
    needs.get(folder).set(other, `${file} imports ${imported}`);
  }
}

const problems = [...counts]
  .filter(([folder, count]) => count > most && !long.includes(folder))
  .map(([folder, count]) => `${folder} holds ${count} files, and ${most} are allowed: divide it into rooms by topic.`);
for (const [folder, others] of needs)
  for (const [other, example] of others)
    if (leadsTo(other, folder, new Set()))
      problems.push(
        `${folder} and ${other} need each other (${example}): move what both need into a folder below them.`,
      );
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

function importsOf(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => `${path.posix.join(path.posix.dirname(file), fileName)}.ts`)
    .filter((imported) => files.has(imported));
}

function leadsTo(from, to, seen) {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return [...(needs.get(from)?.keys() ?? [])].some((next) => leadsTo(next, to, seen));
}
