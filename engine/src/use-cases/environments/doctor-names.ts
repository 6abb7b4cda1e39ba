/** The doctor's output of names from elsewhere: unchanged, or as pseudonyms that a stranger may read. */
import type { Advice } from '../../base/advice';
import type { Failure } from '../../base/failure';
import { printTarget } from '../../lifecycle/target/open-target';
import type { Finding } from '../../lifecycle/answers/finding';
import type { Target } from '../../project/environment';

export type NameKind = 'environment' | 'host' | 'account' | 'schema' | 'file' | 'deployment';

/**
 * Everything in a line of the doctor that is not written in its source goes through here. Messages of servers and of failures
 * may hold any name, so of them only the kind is left.
 */
export interface Names {
  show(kind: NameKind, name: string): string;
  target(target: Target): string;
  /** Returns the version of a server: `8.0.36-28-custom`. */
  version(versionText: string): string;
  explain(failure: Failure): { readonly message: string; readonly remedy: Advice | null };
  describe(finding: Finding): { readonly message: string; readonly remedy: Advice | null };
}

export const realNames: Names = {
  show: (_, name) => name,
  target: printTarget,
  version: (versionText) => versionText,
  explain: ({ message, remedy }) => ({ message, remedy: remedy ?? null }),
  describe: ({ message, remedy }) => ({ message, remedy }),
};

/** Creates names in which the same name gets the same pseudonym: `host-1`, `account-2`. */
export function makePseudonyms(): Names {
  const known = new Map<NameKind, Map<string, string>>();
  const show = (kind: NameKind, name: string): string => {
    const names = known.get(kind) ?? new Map<string, string>();
    known.set(kind, names);
    const pseudonym = names.get(name) ?? `${kind}-${names.size + 1}`;
    names.set(name, pseudonym);
    return pseudonym;
  };
  return {
    show,
    target: ({ host, port, socket, schema }) =>
      `${show('host', socket ?? `${host.toLowerCase()}:${port}`)}/${show('schema', schema)}`,
    version: (versionText) => /^[\d.]+/.exec(versionText)?.[0] ?? 'unknown',
    explain: ({ kind }) => ({ message: `Failed: ${kind}.`, remedy: null }),
    describe: ({ code }) => ({ message: `Found: ${code}.`, remedy: null }),
  };
}
