/** The project's own routines: those that its files define and those that it ever registered. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { identify } from '../../routine/routine';
import type { Project } from './project';

/** Returns the identities. Other routines on a server are unmanaged: listed, never classified, never changed. */
export async function collectManaged(project: Project): Promise<Result<ReadonlySet<string>, Failure>> {
  const index = await project.sources();
  const records = await project.ports.registry.list();
  if (!records.ok) return records;
  return succeed(
    new Set([...index.routines().map(({ identity }) => identity), ...records.value.map(({ key }) => identify(key))]),
  );
}
