/** Passwords from the process environment, or from the command that an environment names. */
import { failure, type Failure } from '../base/failure';
import type { Gate, Processes } from '../base/node-gate';
import { printable } from '../base/printable';
import { succeed, type Result } from '../base/result';
import { placeOf, readPlaces } from './audience';
import type { Environment } from './environment';
import { hostVariable, ledgerKeyVariable, passwordVariable, withoutPasswords } from './password-variable';
import type { Secrets } from './ports';

export interface NodeSecretsOptions {
  /** The folder that commands run in. */
  readonly root: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that a command is given; a person may have to unlock a key. */
  readonly commandTimeout?: number;
  readonly gate: Gate;
  /** Gets a sentence that belongs to no answer, once. */
  readonly report?: (sentence: string) => void;
}

/**
 * Creates the secrets of the process environment and of commands. A target that SPROC_HOST does not list is rejected
 * before a command runs, and so before any connection.
 */
export function nodeSecrets(options: NodeSecretsOptions): Secrets {
  const { root, variables, commandTimeout = 15_000, gate } = options;
  let hasWarned = false;
  return Object.freeze({
    async password(environment: Environment): Promise<Result<string | null, Failure>> {
      const allowed = checkPlaces(environment, variables);
      if (!allowed.ok) return allowed;
      const variable = variables[passwordVariable(environment.name)];
      if (variable !== undefined) {
        if (!allowed.value && isOn(variables['CI']) && !hasWarned) {
          hasWarned = true;
          options.report?.(warnOfOpenPlace(environment.name));
        }
        return succeed(variable);
      }
      if (environment.passwordCommand === null) return succeed(null);
      const processes = gate.processes();
      if (!processes.ok) return processes;
      return ask(processes.value, environment.passwordCommand, environment.name, {
        cwd: root,
        timeout: commandTimeout,
      });
    },
    ledgerKey(environment: Environment): Promise<Result<string | null, Failure>> {
      return Promise.resolve(readLedgerKey(environment.name, variables));
    },
  });
}

/**
 * Reads the ledger's key. An empty variable is a secret that did not arrive, and therefore a failure: "no key" would be
 * a different answer.
 */
function readLedgerKey(
  environment: string,
  variables: NodeSecretsOptions['variables'],
): Result<string | null, Failure> {
  const variable = ledgerKeyVariable(environment);
  const key = variables[variable];
  if (key === undefined || key.trim() !== '') return succeed(key ?? null);
  return failure(
    'not-permitted',
    `${variable} is set, but empty, so the ledger of environment '${environment}' could not be signed or checked with a key.`,
    `Set ${variable} to the key, or unset it to work without a key.`,
  );
}

/** Returns true if the variable lists the addresses; fails if sproc.json has others. */
function checkPlaces(environment: Environment, variables: NodeSecretsOptions['variables']): Result<boolean, Failure> {
  const variable = hostVariable(environment.name);
  const listed = variables[variable];
  if (listed === undefined) return succeed(false);
  const places = readPlaces(listed);
  if (places.size === 0)
    return failure(
      'not-permitted',
      `${variable} is set, but empty, so it allows no server for the password of environment '${environment.name}'. No password was sent.`,
      `Name the server in ${variable}, such as ${printable([...new Set(environment.targets.map(placeOf))].join(', '))}, or unset it.`,
    );
  const other = environment.targets.map(placeOf).find((place) => !places.has(place));
  if (other === undefined) return succeed(true);
  return failure(
    'not-permitted',
    `sproc.json puts environment '${environment.name}' on ${printable(other)}, but ${variable} allows only ${printable([...places].join(', '))}. No password was sent.`,
    `Correct sproc.json, or name the new server in ${variable}.`,
  );
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}

function warnOfOpenPlace(environment: string): string {
  return `${passwordVariable(environment)} is sent to any server that sproc.json names. Set ${hostVariable(environment)} to the host and port that it is for.`;
}

interface Running {
  readonly cwd: string;
  readonly timeout: number;
}

const mostOutput = 64 * 1024;

/** Runs a password command. Its output is never repeated, not even on failure: it may hold the secret. */
function ask(
  processes: Processes,
  command: string,
  environment: string,
  { cwd, timeout }: Running,
): Promise<Result<string, Failure>> {
  return new Promise((resolve) => {
    const child = processes.spawn(command, {
      cwd,
      env: withoutPasswords(process.env),
      shell: true,
      // Its own process group, so that what the shell starts ends with it.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const output: Buffer[] = [];
    let why: string | null = null;
    const stop = (reason: string): void => {
      why ??= reason;
      endGroup(processes, child);
    };
    const limit = setTimeout(() => stop(`did not print a password within ${timeout / 1000} seconds`), timeout);
    const release = endWithUs(() => stop('was interrupted'));
    child.stdout.on('data', (chunk: Buffer) => {
      output.push(chunk);
      if (output.reduce((size, { length }) => size + length, 0) > mostOutput) stop('printed much more than a password');
    });
    const settle = (ending: string | null): void => {
      clearTimeout(limit);
      release();
      const how = why ?? ending;
      if (how === null)
        resolve(
          succeed(
            Buffer.concat(output)
              .toString()
              .replace(/\r?\n$/, ''),
          ),
        );
      else resolve(explainCommand(environment, how));
    };
    child.once('error', () => settle('could not be run'));
    child.once('close', (code) => {
      if (code === 0) settle(null);
      else settle(code === null ? 'was killed' : `ended with exit code ${code}`);
    });
  });
}

function explainCommand(environment: string, how: string): Result<never, Failure> {
  return failure(
    'not-permitted',
    `The passwordCommand of environment '${environment}' ${how}.`,
    `Run it by hand to see why, or set ${passwordVariable(environment)}.`,
  );
}

function endGroup({ execFile }: Processes, { pid }: { readonly pid?: number | undefined }): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    execFile('taskkill', ['/pid', String(pid), '/T', '/F'], () => undefined);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The process has already ended.
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls `end` when this process is terminated, because a separate process group receives no Ctrl+C. Returns a function
 * that cancels this.
 */
function endWithUs(end: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    end();
    release();
    // Without another listener the signal does what it would have done.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const release = (): void => {
    process.off('exit', end);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on('exit', end);
  for (const signal of signals) process.on(signal, onSignal);
  return release;
}
