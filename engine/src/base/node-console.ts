/** The console of the process, which only libraries write to. */

/** The driver prints warnings of its own there, as many and as long as a server likes. */
export function silenceLibraries(): void {
  for (const name of ['log', 'info', 'warn', 'error', 'trace'] as const) console[name] = () => undefined;
}
