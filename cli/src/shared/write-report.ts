/** Writes a file that the command line asked for. */
import type { Failure, Result } from '#engine';
import type { World } from './world';

export async function writeReport(world: World, file: string, text: string): Promise<Result<void, Failure>> {
  const written = await world.write(file, text);
  if (written.ok) return written;
  return { ok: false, error: { kind: 'could-not', message: `${file} cannot be written: ${written.error}.` } };
}
