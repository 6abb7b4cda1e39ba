/** Passwords from the process environment, or from the command that an environment names. */
import { failure, type Failure } from '../base/failure';
import type { Gate, Processes } from '../base/node-gate';
import { succeed, type Result } from '../base/result';
import type { Environment } from './environment';
import { ledgerKeyVariable, passwordVariable, withoutPasswords } from './password-variable';
import type { Secrets } from './ports';

export interface SecretSurroundings {
  /** The folder that commands run in. */
  readonly root: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that a command is given; a person may have to unlock a key. */
  readonly commandTimeout?: number;
  readonly gate: Gate;
}

export function nodeSecrets({ root, variables, commandTimeout = 15_000, gate }: SecretSurroundings): Secrets {
  return Object.freeze({
    async password(environment: Environment): Promise<Result<string | null, Failure>> {
      const variable = variables[passwordVariable(environment.name)];
      if (variable !== undefined) return succeed(variable);
      if (environment.passwordCommand === null) return succeed(null);
      const processes = gate.processes();
      if (!processes.ok) return processes;
      return ask(processes.value, environment.passwordCommand, environment.name, {
        cwd: root,
        timeout: commandTimeout,
      });
    },
    ledgerKey(environment: Environment): Promise<Result<string | null, Failure>> {
      const key = variables[ledgerKeyVariable(environment.name)];
      return Promise.resolve(succeed(key === undefined || key === '' ? null : key));
    },
  });
}

/** What the command prints is never repeated, not even if it fails: it may hold the secret. */
function ask(
  { exec }: Processes,
  command: string,
  environment: string,
  { cwd, timeout }: { readonly cwd: string; readonly timeout: number },
): Promise<Result<string, Failure>> {
  return new Promise((resolve) => {
    const env = withoutPasswords(process.env);
    const options = { cwd, env, timeout, killSignal: 'SIGKILL', maxBuffer: 64 * 1024, windowsHide: true } as const;
    const child = exec(command, options, (error, output) => {
      if (!error) {
        resolve(succeed(output.replace(/\r?\n$/, '')));
        return;
      }
      const how = error.killed === true ? `gave no password within ${timeout / 1000} seconds` : describe(error.code);
      resolve(
        failure(
          'not-permitted',
          `The passwordCommand of environment '${environment}' ${how}.`,
          `Run it by hand to see why, or set ${passwordVariable(environment)}.`,
        ),
      );
    });
    child.stdin?.end();
  });
}

function describe(code: unknown): string {
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'printed far more than a password';
  return typeof code === 'number' ? `ended with exit code ${code}` : 'could not be run';
}
