/** Who is at work and on what commit, asked of git and of the operating system; without git it knows less, and never fails. */
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

/** Pipelines check out a bare commit and tell the branch in a variable (GitHub Actions, GitLab CI). */
function branchOfPipeline(variables: Variables): string | null {
  if (variables['GITHUB_REF_TYPE'] === 'branch') return variables['GITHUB_REF_NAME'] ?? null;
  return variables['CI_COMMIT_BRANCH'] ?? null;
}

/** The first line git prints; null where it prints none, fails, is not there, or may not be run: it runs what a repository says. */
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
