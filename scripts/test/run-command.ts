/** Runs a command that cannot outlive this process, nor leave a process that it started. */
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

/** Runs a command with our output streams. Returns the exit code; null if a signal ended it, or the time limit. */
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

/** Writes a note with the process group, which the guardian kills if this process is killed. */
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

/** Returns false if no process of the group is left. */
function signal(group: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-group, name);
  } catch {
    return false;
  }
}
