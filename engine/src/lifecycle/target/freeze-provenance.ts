/** The provenance of a deployment: its author and the checked-out commit. */
import type { ProjectAccess } from './project-access';

/** Reads the values once, together with the sources: all decisions and records of a deployment refer to its start. */
export function freezeProvenance(project: ProjectAccess): ProjectAccess {
  const { ports } = project;
  const { provenance } = ports;
  const [author, commit, branch] = [provenance.author(), provenance.commit(), provenance.branch()];
  const held = { author: () => author, commit: () => commit, branch: () => branch };
  const rest = {
    host: () => provenance.host(),
    now: () => provenance.now(),
    gitFault: () => provenance.gitFault(),
  };
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
