/**
 * The author, commit, branch and host, from git and the operating system. Without git some are unknown; it never fails.
 */
import { access } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Gate } from '../base/node-gate';
import { printableLine } from '../base/printable';
import { withoutPasswords } from './password-variable';
import type { GitFault, Provenance } from './ports';

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
    gitFault: () => findGitFault(root, gate),
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

/** Finds why git cannot read a checkout: git is missing, or rejects a folder of another user, as in many containers. */
async function findGitFault(root: string, gate: Gate): Promise<GitFault | null> {
  const processes = gate.processes();
  const top = processes.ok ? await findCheckout(root) : null;
  if (!processes.ok || top === null) return null;
  return new Promise((resolve) => {
    const options = {
      cwd: root,
      env: { ...withoutPasswords(process.env), LC_ALL: 'C' },
      timeout: 5_000,
      windowsHide: true,
    };
    processes.value.execFile('git', ['rev-parse', '--git-dir'], options, (error, _, complaint) => {
      resolve(error === null ? null : explainFault(error.code === 'ENOENT', complaint, top));
    });
  });
}

function explainFault(isMissing: boolean, complaint: string, top: string): GitFault {
  if (isMissing) return { message: 'git was not found on this machine.', remedy: 'Install git, or add it to PATH.' };
  if (/safe\.directory|dubious ownership/.test(complaint))
    return {
      message: 'git refused this folder, because it belongs to another user (safe.directory).',
      remedy: `Run \`git config --global --add safe.directory ${top}\`.`,
    };
  const [line = ''] = complaint.split('\n', 1);
  return { message: `git cannot read this checkout: ${printableLine(line)}.`, remedy: 'Run `git status` to see why.' };
}

/** Returns the folder with a .git, from here upwards; null outside a checkout. */
async function findCheckout(folder: string): Promise<string | null> {
  const isCheckout = await access(join(folder, '.git')).then(
    () => true,
    () => false,
  );
  if (isCheckout) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : findCheckout(parent);
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
