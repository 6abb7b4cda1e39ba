/** Who is at work and on what commit, asked of git and of the operating system; without git it knows less, and never fails. */
import { execFile } from 'node:child_process';
import { hostname, userInfo } from 'node:os';
import { withoutPasswords } from './password-variable';
import type { Circumstances } from './ports';

type Variables = Readonly<Record<string, string | undefined>>;

export function nodeCircumstances(root: string, variables: Variables): Circumstances {
  return Object.freeze({
    async author() {
      const [name, mail] = await Promise.all([
        variables['GIT_AUTHOR_NAME'] ?? git(root, 'config', '--get', 'user.name'),
        variables['GIT_AUTHOR_EMAIL'] ?? git(root, 'config', '--get', 'user.email'),
      ]);
      const who = name ?? login();
      return mail === null ? who : `${who} <${mail}>`;
    },
    commit: () => git(root, 'rev-parse', '--verify', '--quiet', 'HEAD'),
    branch: async () => (await git(root, 'symbolic-ref', '--short', '--quiet', 'HEAD')) ?? branchOfPipeline(variables),
    host: () => hostname(),
    now: () => new Date(),
  });
}

/** Pipelines check out a bare commit and tell the branch in a variable (GitHub Actions, GitLab CI). */
function branchOfPipeline(variables: Variables): string | null {
  if (variables['GITHUB_REF_TYPE'] === 'branch') return variables['GITHUB_REF_NAME'] ?? null;
  return variables['CI_COMMIT_BRANCH'] ?? null;
}

/** The first line git prints; null where it prints none, fails, or is not there. */
function git(cwd: string, ...words: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const env = withoutPasswords(process.env);
    execFile('git', words, { cwd, env, timeout: 5_000, windowsHide: true }, (error, output) => {
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
