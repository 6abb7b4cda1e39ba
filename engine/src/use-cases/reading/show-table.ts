/** The CREATE TABLE of a table or view as the first target of an environment has it. Nothing is changed. */
import type { Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import { readTableText } from '../../lifecycle/target/read-live-tables';
import type { ShowTableAnswer, ShowTableRequest } from '../answers/show-table';
import type { Project } from '../shared/project';

export async function showTable(
  project: Project,
  { environment: name, ...table }: ShowTableRequest,
): Promise<Result<ShowTableAnswer, Failure>> {
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  const text = await readTableText(environment.value, project, table);
  return text.ok ? { ok: true, value: { text: `${text.value};\n` } } : text;
}
