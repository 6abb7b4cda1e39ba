/** The command `sproc`. */
import { endProcess } from './end-process';
import { nodeHost } from './node-host';
import { silenceLibraries } from '#engine/node';
import { explainBug, run } from './run';

silenceLibraries();

let lostOutput: string | null = null;

// Whoever reads our output may stop reading, and a disk may be full; what has begun is carried on.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lostOutput ??= error.message;
  });
}

const words = process.argv.slice(2);
const host = nodeHost();

process.on('uncaughtException', (error) => process.exit(explainBug(error, words, host)));

void run(words, host)
  .then(endProcess)
  .then(() => {
    if (lostOutput === null) return;
    host.report(
      `error: The output could not be written: ${lostOutput}. What was done would have ended with exit code ${process.exitCode ?? 0}.\n`,
    );
    process.exitCode = 2;
  });
