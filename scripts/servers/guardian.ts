/** Sees to it that no throwaway server outlives the process that started it, however that one ends. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/**
 * The shell script that reads names of folders until its standard input ends, which even SIGKILL of its parent causes.
 * Then it kills the process whose id is in a folder's file `process`, and removes the folder.
 */
const script = `
trap '' INT TERM HUP
while read -r folder; do set -- "$@" "$folder"; done
for folder do
  [ -f "$folder/process" ] && kill -9 "$(cat "$folder/process")"
done 2>/dev/null
sleep 0.2
for folder do rm -rf "$folder"; done`;

let guardian: ChildProcessByStdio<Writable, null, null> | undefined;

/** Removes this folder at the end of this process, and kills what its file `process` names by then. */
export function removeAtEnd(folder: string): void {
  guardian ??= startGuardian();
  guardian.stdin.write(`${folder}\n`);
}

function startGuardian(): ChildProcessByStdio<Writable, null, null> {
  const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, cwd: '/' });
  child.unref(); // it waits for us, not we for it
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}
