/** Runs a command that cannot outlive this process, nor leave anything behind that it started. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { removeAtEnd } from '../servers/guardian';

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly minutes: number;
}

const running = new Set<number>();

/** Its output goes where ours goes. Gives the exit code; null if it was ended by a signal, or by us after its time. */
export async function runCommand(
  program: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<number | null> {
  const env = { ...process.env, ...options.env };
  // It leads a process group, so that all it starts can be ended with it.
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true, env });
  const group = child.pid;
  if (group === undefined) return null;
  const note = leaveNote(group);
  running.add(group);
  const timer = setTimeout(() => void endGroup(group), options.minutes * 60_000);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  running.delete(group);
  signal(group, 'SIGKILL');
  rmSync(note, { recursive: true, force: true });
  return code;
}

/** Ends every command that still runs. */
export async function endCommands(): Promise<void> {
  await Promise.all([...running].map(endGroup));
}

/** Should this process be killed, the guardian kills the group that the note names. */
function leaveNote(group: number): string {
  const note = mkdtempSync(path.join(tmpdir(), 'sproc-'));
  removeAtEnd(note);
  writeFileSync(path.join(note, 'process'), `-${group}`);
  return note;
}

async function endGroup(group: number): Promise<void> {
  signal(group, 'SIGTERM');
  for (let waited = 0; waited < 5000 && signal(group, 0); waited += 100) await pause(100);
  signal(group, 'SIGKILL');
}

/** False if nobody of the group is left. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
