/** Which routines are the project's own: those its files define and those it ever registered. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { identify } from '../../routine/routine';
import type { Project } from './project';

/** Identities. What lives on a server and is not among them is unmanaged: listed, never judged, never touched. */
export async function collectManaged(project: Project): Promise<Result<ReadonlySet<string>, Failure>> {
  const index = await project.sources();
  const records = await project.ports.registry.list();
  if (!records.ok) return records;
  return succeed(
    new Set([...index.routines().map(({ identity }) => identity), ...records.value.map(({ key }) => identify(key))]),
  );
}
