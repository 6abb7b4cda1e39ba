/** Who deploys, and what is checked out. */
import type { ProjectAccess } from './project-access';

/** Asked once, while the sources are read: all that a deployment judges by and records is of the moment it began. */
export function holdCircumstances(project: ProjectAccess): ProjectAccess {
  const { ports } = project;
  const { circumstances } = ports;
  const [author, commit, branch] = [circumstances.author(), circumstances.commit(), circumstances.branch()];
  const held = { author: () => author, commit: () => commit, branch: () => branch };
  const rest = { host: () => circumstances.host(), now: () => circumstances.now() };
  return {
    config: project.config,
    ports: { ...ports, circumstances: { ...held, ...rest } },
    get unreadable() {
      return project.unreadable;
    },
    sources: () => project.sources(),
    environment: (name) => project.environment(name),
  };
}
