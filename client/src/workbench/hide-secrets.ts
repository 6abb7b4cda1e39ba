/** Keeps secrets out of the log, which may record every message between editor and server. */
import type { LogOutputChannel } from 'vscode';
import { secretWanted, tryEnvironment, tryPassword } from '#protocol';

/** The methods whose parameters or results hold a secret. */
const secretMethods: readonly string[] = [secretWanted.method, tryPassword.method, tryEnvironment.method];

/** Returns the text of a traced message, with only its first line if it may hold a secret. */
export function hideSecrets(text: string): string {
  const isSecret = secretMethods.some((method) => text.includes(method)) || /"kind":\s*"stored"/.test(text);
  if (!isSecret) return text;
  const [first = ''] = text.split('\n', 1);
  return first.includes('{') ? 'A message with a secret (not logged).' : `${first} (content not logged)`;
}

/** Returns the channel for traces: the same log, without secrets. */
export function tracingTo(log: LogOutputChannel): LogOutputChannel {
  return new Proxy(log, {
    get(target, name) {
      if (name === 'trace') return (message: string) => target.trace(hideSecrets(message));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as (...given: unknown[]) => unknown).bind(target) : value;
    },
  });
}
