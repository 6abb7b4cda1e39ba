/** The statements of a step, as they are sent but for the mark in front of each: what the plan shows is what is run. */

import { joinSql, type Sql } from '../../../database/connection/session';

export type StepScript = StatementScript | PacketScript | QueuedScript;

interface ScriptBase {
  /** Prepares each session that creates. */
  readonly settings: string | null;
  /**
   * The statements around the script, on separate sessions; null if no grant is affected or it may not be kept this
   * way.
   */
  readonly around: KeptGrants | null;
  /** Gives back the privileges that were taken along. */
  readonly grants: readonly string[];
}

export const switchOff = 'SET GLOBAL automatic_sp_privileges = OFF';
export const switchOn = 'SET GLOBAL automatic_sp_privileges = ON';

/** Keeps the grants on a routine over its DROP by a setting of the whole server; see keep-grants.ts. */
export interface KeptGrants {
  /** Returns in one row whether the lock was `taken`, and the `setting`. */
  readonly take: string;
  /** Waits for the lock and switches the setting on; where the keeper died, gives the grants back that DROP took then. Sent before it is switched off. */
  readonly guard: readonly string[];
  readonly off: string;
  /** Gives up the lock, whereupon the guard switches on. */
  readonly release: string;
  /** The replacement of a lost guard. */
  readonly on: string;
  /** The statements around DROP in its packet: a guard without its keeper waits for the end. */
  readonly begin: string;
  readonly end: string;
}

/** One after the other, each alone. */
export interface StatementScript extends ScriptBase {
  readonly kind: 'statements';
  readonly statements: readonly string[];
}

/**
 * All statements in one packet, the CREATE last, because MySQL stores a semicolon after a body with it; then `closing`
 * on the same session. If a statement of the packet fails, `rescue` replaces it.
 */
export interface PacketScript extends ScriptBase {
  readonly kind: 'packet';
  readonly statements: readonly string[];
  readonly closing: readonly string[];
  readonly rescue: readonly string[];
}

/** The new CREATE waits in the metadata lock's queue directly after the DROP; see strategies/queued.ts. */
export interface QueuedScript extends ScriptBase {
  readonly kind: 'queued';
  /** The statement that both creating sessions send first, each alone. */
  readonly use: readonly string[];
  /** Holds a shared lock until both are queued. */
  readonly hold: readonly string[];
  readonly drop: string;
  readonly create: string;
  readonly release: string;
}

/** Returns the packet of the dropping session; the CREATE comes last as in a `PacketScript`. */
export function listDropped({ around, drop, create }: QueuedScript): readonly string[] {
  return [...(around === null ? [] : [around.begin]), drop, create];
}

/** Returns the packets of a script. */
export function listPackets(script: StepScript): readonly Sql[] {
  const { settings, around, grants } = script;
  const others = [...(settings === null ? [] : [settings]), ...(around === null ? [] : [around.guard]), ...grants];
  if (script.kind === 'queued') return [script.hold, listDropped(script), script.create, ...others];
  if (script.kind === 'packet') return [script.statements, ...script.closing, ...script.rescue, ...others];
  return [...script.statements, ...others];
}

/** Returns every statement in order. */
export function listStatements(script: StepScript): readonly string[] {
  const { settings, around, grants } = script;
  return [
    ...(around === null ? [] : [around.take, joinSql(around.guard), around.off]),
    ...(settings === null ? [] : [settings]),
    ...(script.kind === 'queued'
      ? [...script.use, ...script.hold, joinSql(listDropped(script)), script.create, script.release]
      : script.statements),
    ...(script.kind === 'packet' ? script.closing : []),
    ...(script.kind === 'queued' && around !== null ? [around.end] : []),
    ...(around === null ? [] : [around.release]),
    ...grants,
  ];
}
