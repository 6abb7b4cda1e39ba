/** The outermost rows of a view: the projects if there are several, otherwise the content of the only one. */
import { printProject, type Projects } from '../workbench/projects';
import type { Row } from './row';

export async function listProjects(
  projects: Projects,
  rowsOf: (project: string) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const { folders } = projects;
  const [only] = folders;
  if (only === undefined) return [];
  if (folders.length === 1) return rowsOf(only);
  return folders.map((project) => ({
    id: project,
    project,
    label: printProject(project),
    icon: { icon: 'folder', color: null },
    open: project === projects.current(),
    children: () => rowsOf(project),
  }));
}
