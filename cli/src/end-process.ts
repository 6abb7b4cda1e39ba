/** Ends the process after its answer was written, whatever else would keep it alive. */

/** Milliseconds for the rest, for example a socket that is being closed. */
const graceMs = 1_000;

/** Ends the process. All work is done by now; only output may still be pending, and a slow reader is awaited. */
export async function endProcess(exit: number): Promise<void> {
  process.exitCode = exit;
  await Promise.all([process.stdout, process.stderr].map(isWritten));
  setTimeout(() => process.exit(), graceMs).unref();
}

function isWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded) resolve();
    else stream.write('', () => resolve());
  });
}
