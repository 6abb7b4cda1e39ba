/** Who deploys, and what is checked out. */
import type { ProjectAccess } from './project-access';

/** Asked once, while the sources are read: all that a deployment judges by and records is of the moment it began. */
export function freezeProvenance(project: ProjectAccess): ProjectAccess {
  const { ports } = project;
  const { provenance } = ports;
  const [author, commit, branch] = [provenance.author(), provenance.commit(), provenance.branch()];
  const held = { author: () => author, commit: () => commit, branch: () => branch };
  const rest = { host: () => provenance.host(), now: () => provenance.now() };
  return {
    config: project.config,
    ports: { ...ports, provenance: { ...held, ...rest } },
    get unreadable() {
      return project.unreadable;
    },
    sources: () => project.sources(),
    environment: (name) => project.environment(name),
  };
}
