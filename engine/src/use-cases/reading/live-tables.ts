/** The live schema of an environment, from its first target. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { readLiveTables } from '../../lifecycle/target/read-live-tables';
import { makeLiveTables, type LiveTables } from '../../routine/live-tables';
import type { Project } from '../shared/project';

export async function liveTables(project: Project, name: string): Promise<Result<LiveTables, Failure>> {
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  const { targets } = environment.value;
  const read = await readLiveTables(environment.value, project, targets.slice(0, 1));
  if (!read.ok) return read;
  const tables = read.value[0] ?? makeLiveTables({ environment: name, server: null, sqlMode: [], tables: [] });
  return succeed({ ...tables, readAt: project.ports.provenance.now() });
}
