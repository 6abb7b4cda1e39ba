/** Ends the process once its answer is out, whatever else would keep it alive. */

/** What is left to do after the answer, such as a socket that says goodbye, has this long. */
const graceMs = 1_000;

/** Everything that was begun is done by now; only output may still be on its way, and a slow reader is waited for. */
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
