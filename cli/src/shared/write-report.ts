/** Writes a file that the command line asked for. */
import type { Failure, Result } from '#engine';
import type { Host } from './host';

export async function writeReport(host: Host, file: string, text: string): Promise<Result<void, Failure>> {
  const written = await host.write(file, text);
  if (written.ok) return written;
  return {
    ok: false,
    error: {
      kind: 'could-not',
      message: `${file} cannot be written: ${written.error}.`,
      remedy: 'Name a file in an existing folder that you can write to.',
    },
  };
}
