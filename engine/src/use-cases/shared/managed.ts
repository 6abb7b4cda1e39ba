/** The project's own routines: those that its files define and those that it ever registered. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { identify, type RoutineKey } from '../../routine/routine';
import type { Project } from './project';

/** Returns the keys by identity. Other routines on a server are unmanaged: listed, never classified, never changed. */
export async function collectManaged(project: Project): Promise<Result<ReadonlyMap<string, RoutineKey>, Failure>> {
  const index = await project.sources();
  const records = await project.ports.registry.list();
  if (!records.ok) return records;
  return succeed(
    new Map([
      ...records.value.map(({ key }) => [identify(key), key] as const),
      ...index.routines().map(({ identity, key }) => [identity, key] as const),
    ]),
  );
}
