/** The console of the process, which only libraries write to. */

/** Silences the console. The driver prints its own warnings there, as many and as long as a server likes. */
export function silenceLibraries(): void {
  for (const name of ['log', 'info', 'warn', 'error', 'trace'] as const) console[name] = () => undefined;
}
