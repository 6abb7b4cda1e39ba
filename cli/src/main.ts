/** The command `sproc`. */
import { endProcess } from './end-process';
import { nodeWorld } from './node-world';
import { silenceLibraries } from '#engine/node';
import { explainBug, run } from './run';

silenceLibraries();

// Whoever reads our output may stop reading; what has begun is carried on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const words = process.argv.slice(2);
const world = nodeWorld();

process.on('uncaughtException', (error) => process.exit(explainBug(error, words, world)));

void run(words, world).then(endProcess);
