/**
 * The ports of a project in a workspace that may not be trusted: nothing is connected to, no program is run (a
 * passwordCommand, git) and no file is written until the person grants trust. The editor's stored passwords come first.
 */
import type { Circumstances, Failure, Result, SprocPorts } from '#engine';

export interface Restriction {
  readonly isTrusted: () => boolean;
  /** From the editor's secret storage; null where none is stored. */
  readonly storedPassword: (environment: string) => Promise<string | null>;
}

export const untrusted: Failure = {
  kind: 'not-permitted',
  message: 'In Restricted Mode Sproc reads and checks sources, but connects to no server and writes nothing.',
  remedy: 'Trust the workspace first.',
};

export function restrict(ports: SprocPorts, { isTrusted, storedPassword }: Restriction): SprocPorts {
  const refused: Result<never, Failure> = { ok: false, error: untrusted };
  return {
    ...ports,
    connect: async (address, password) => (isTrusted() ? ports.connect(address, password) : refused),
    secrets: {
      async password(environment) {
        if (!isTrusted()) return refused;
        const stored = await storedPassword(environment.name);
        return stored === null ? ports.secrets.password(environment) : { ok: true, value: stored };
      },
    },
    tree: {
      ...ports.tree,
      async write(path, text) {
        if (!isTrusted()) throw new Error(`${path} was about to be written in Restricted Mode.`);
        await ports.tree.write(path, text);
      },
    },
    circumstances: restrictCircumstances(ports.circumstances, isTrusted),
  };
}

/** git runs programs that a repository's own settings name. */
function restrictCircumstances(circumstances: Circumstances, isTrusted: () => boolean): Circumstances {
  return {
    ...circumstances,
    author: async () => (isTrusted() ? circumstances.author() : 'unknown'),
    commit: async () => (isTrusted() ? circumstances.commit() : null),
    branch: async () => (isTrusted() ? circumstances.branch() : null),
  };
}
