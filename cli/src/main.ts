/** The command `sproc`. */
import { endProcess } from './end-process';
import { nodeHost } from './node-host';
import { silenceLibraries } from '#engine/node';
import { explainBug, run } from './run';
import { exitCodes } from './shared/exit-codes';
import type { Host } from './shared/host';

silenceLibraries();

let lostOutput: string | null = null;

// The reader of the output may stop reading, and a disk may be full; running work continues.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lostOutput ??= error.message;
  });
}

const words = process.argv.slice(2);
const host = startHost();

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

/** Creates the host; exits with a message if the working folder was removed. */
function startHost(): Host {
  try {
    return nodeHost();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error) || error.syscall !== 'uv_cwd') throw error;
    process.stderr.write('error: The working folder no longer exists.\n  Change to a folder that exists.\n');
    process.exit(exitCodes['could-not']);
  }
}
