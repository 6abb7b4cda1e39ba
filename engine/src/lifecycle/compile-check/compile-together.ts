/**
 * Several texts compiled by one packet: MariaDB prepares a CREATE, which only parses it. MySQL cannot prepare it (MySQL
 * manual, "SQL Syntax Permitted in Prepared Statements").
 */
import { succeed, type Result } from '../../base/result';
import type { ServerError, ServerFacts, Session } from '../../database/connection/session';
import { quoteTextUnder } from '../../syntax/quoting';
import { ownCharacterSet, renderUse, type TargetDefinition } from '../planning/steps/target-definition';
import { prepareSession } from '../target/prepare-session';

/** A CREATE with what its session is set to. */
export interface Compiling {
  /** The SET statement. */
  readonly settings: string;
  /** The sql_mode that the session sets. */
  readonly sqlMode: readonly string[];
  readonly create: string;
}

/** MariaDB prepares every statement since 10.6.2 (MDEV-16708). */
const preparesAll = 10_06_02;

/** Returns true if the text may share a packet with others of its settings. */
export function canCompileTogether({ dialect, version }: ServerFacts, targetDefinition: TargetDefinition): boolean {
  const { kind } = targetDefinition.routine.key;
  const isProgram = kind === 'procedure' || kind === 'function';
  return isProgram && dialect === 'mariadb' && version >= preparesAll && !needsOwn(targetDefinition);
}

/** Returns true for a text with a character set or a schema of its own. */
function needsOwn(targetDefinition: TargetDefinition): boolean {
  return ownCharacterSet(targetDefinition) !== null || renderUse(targetDefinition).length > 0;
}

/**
 * Returns the number of texts that the server compiled, from the first; fails only if the connection was lost. All have
 * the settings of the first.
 */
export async function compileTogether(
  session: Session,
  packet: readonly Compiling[],
): Promise<Result<number, ServerError>> {
  const [first] = packet;
  if (first === undefined) return succeed(0);
  const set = await prepareSession(session, first.settings);
  const sent = set.ok ? await session.queryMany(packet.map(renderPrepare)) : set;
  if (sent.ok) return succeed(packet.length);
  return sent.error.connectionLost ? sent : succeed(set.ok ? sent.error.completed : 0);
}

/** Renders a PREPARE; the next one of the same name replaces it. */
function renderPrepare({ sqlMode, create }: Compiling): string {
  return `PREPARE sproc_rehearsal FROM ${quoteTextUnder(create, sqlMode)}`;
}
