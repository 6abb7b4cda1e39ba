/** The statements of a step, exactly as they are sent: what the plan shows is what is run. */

export type StepScript = StatementScript | PacketScript | QueuedScript;

interface ScriptBase {
  /** Prepares each session that creates. */
  readonly settings: string | null;
  /** Around the statements, on a session of its own; `after` is run whatever happens between. */
  readonly around: { readonly before: string; readonly after: string } | null;
  /** Gives back the privileges that were taken along. */
  readonly grants: readonly string[];
}

/** One after the other, each alone. */
export interface StatementScript extends ScriptBase {
  readonly kind: 'statements';
  readonly statements: readonly string[];
}

/**
 * All in one packet, the CREATE last, since MySQL stores a semicolon behind a trigger with it; then `closing` on the same
 * session. If one of the packet's fails, `rescue` is run in place of it.
 */
export interface PacketScript extends ScriptBase {
  readonly kind: 'packet';
  readonly statements: readonly string[];
  readonly closing: readonly string[];
  readonly rescue: readonly string[];
}

/** The new CREATE waits in the metadata lock's queue right behind the DROP; see strategies/queued.ts. */
export interface QueuedScript extends ScriptBase {
  readonly kind: 'queued';
  /** Holds a shared lock until both are queued. */
  readonly hold: readonly string[];
  readonly drop: string;
  readonly create: string;
  readonly release: string;
}

/** Every statement in order. */
export function listStatements(script: StepScript): readonly string[] {
  const { settings, around, grants } = script;
  return [
    ...(around === null ? [] : [around.before]),
    ...(settings === null ? [] : [settings]),
    ...(script.kind === 'queued'
      ? [...script.hold, `${script.drop};\n${script.create}`, script.create, script.release]
      : script.statements),
    ...(script.kind === 'packet' ? script.closing : []),
    ...(around === null ? [] : [around.after]),
    ...grants,
  ];
}
