// `npm run layers`, second half: no folder of the product holds so many files that nobody finds one.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const most = 25;
/** Lists with one entry a file, and the parser, whose files are read in one order. */
const long = ['engine/src/analysis/rules', 'engine/src/syntax', 'cli/src/commands', 'client/src/commands'];

const houses = ['engine', 'protocol', 'server', 'cli', 'client'];
const listed = execFileSync('git', ['ls-files', '--', ...houses], { encoding: 'utf8' });
const files = listed.split('\n').filter((file) => file.endsWith('.ts'));
const counts = new Map();
for (const file of files) {
  const folder = path.posix.dirname(file);
  counts.set(folder, (counts.get(folder) ?? 0) + 1);
}
const tooLong = [...counts].filter(([folder, count]) => count > most && !long.includes(folder));
for (const [folder, count] of tooLong)
  console.error(`${folder} holds ${count} files, and ${most} are allowed: divide it into rooms by topic.`);
process.exitCode = tooLong.length === 0 ? 0 : 1;
