/**
 * The author, commit, branch and host, from git and the operating system. Without git some are unknown; it never fails.
 */
import { hostname, userInfo } from 'node:os';
import type { Gate } from '../base/node-gate';
import { withoutPasswords } from './password-variable';
import type { Provenance } from './ports';

type Variables = Readonly<Record<string, string | undefined>>;

export function nodeProvenance(root: string, variables: Variables, gate: Gate): Provenance {
  const git = (...words: readonly string[]): Promise<string | null> => runGit(root, words, gate);
  return Object.freeze({
    async author() {
      const [name, mail] = await Promise.all([
        variables['GIT_AUTHOR_NAME'] ?? git('config', '--get', 'user.name'),
        variables['GIT_AUTHOR_EMAIL'] ?? git('config', '--get', 'user.email'),
      ]);
      const who = name ?? login();
      return mail === null ? who : `${who} <${mail}>`;
    },
    commit: () => git('rev-parse', '--verify', '--quiet', 'HEAD'),
    branch: async () => (await git('symbolic-ref', '--short', '--quiet', 'HEAD')) ?? branchOfPipeline(variables),
    host: () => hostname(),
    now: () => new Date(),
  });
}

/** Returns the branch from the variables of a pipeline (GitHub Actions, GitLab CI), which checks out a bare commit. */
function branchOfPipeline(variables: Variables): string | null {
  if (variables['GITHUB_REF_TYPE'] === 'branch') return variables['GITHUB_REF_NAME'] ?? null;
  return variables['CI_COMMIT_BRANCH'] ?? null;
}

/**
 * Returns the first line that git prints; null if it prints none, fails, is missing, or may not run, because it runs
 * what a repository configures.
 */
function runGit(cwd: string, words: readonly string[], gate: Gate): Promise<string | null> {
  const processes = gate.processes();
  if (!processes.ok) return Promise.resolve(null);
  return new Promise((resolve) => {
    const env = withoutPasswords(process.env);
    processes.value.execFile('git', words, { cwd, env, timeout: 5_000, windowsHide: true }, (error, output) => {
      const line = output.split('\n', 1)[0]?.trim() ?? '';
      resolve(error || line === '' ? null : line);
    });
  });
}

function login(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // an account without an entry in the user database, as in some containers
  }
}
