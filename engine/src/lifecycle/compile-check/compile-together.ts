/**
 * Several texts compiled by one packet: MariaDB prepares a CREATE, which parses it whole and does nothing else. MySQL
 * prepares none (MySQL manual, "SQL Syntax Permitted in Prepared Statements").
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
  /** That it sets. */
  readonly sqlMode: readonly string[];
  readonly create: string;
}

/** MariaDB prepares every statement since 10.6.2 (MDEV-16708). */
const preparesAll = 10_06_02;

/** Whether it may go in a packet with others of its settings. */
export function canCompileTogether({ dialect, version }: ServerFacts, targetDefinition: TargetDefinition): boolean {
  const { kind } = targetDefinition.routine.key;
  const isProgram = kind === 'procedure' || kind === 'function';
  return isProgram && dialect === 'mariadb' && version >= preparesAll && !needsOwn(targetDefinition);
}

/** A character set or a schema that the others of its packet do not have. */
function needsOwn(targetDefinition: TargetDefinition): boolean {
  return ownCharacterSet(targetDefinition) !== null || renderUse(targetDefinition).length > 0;
}

/**
 * How many of them the server has compiled, from the first; what stopped it at the next is told only if it was the loss of
 * the connection. All have the settings of the first.
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

/** The next one of that name takes its place. */
function renderPrepare({ sqlMode, create }: Compiling): string {
  return `PREPARE sproc_rehearsal FROM ${quoteTextUnder(create, sqlMode)}`;
}
