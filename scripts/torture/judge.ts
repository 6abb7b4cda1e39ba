/** Compares the schema with its allowed states: completely old or completely new, with grants, and a correct ledger. */
import { lockName } from '../../engine/src/ledger/mysql-lease';
import { account, type Arena } from './arena';
import { members, type State } from './members';
import type { Observed } from './observe';
import { openFolder } from './tortured-project';

/** A loss, or a wrong ledger: what the torture looks for. */
export class Loss extends Error {}

export type Side = 'old' | 'new' | 'mixed';

/** Returns the side of the whole schema; members that are equal on both belong to either. */
export function sideOf(arena: Arena, observed: Observed, before: State, next: State): Side {
  if (stands(arena, observed, before)) return 'old';
  return stands(arena, observed, next) ? 'new' : 'mixed';
}

export function stands(arena: Arena, observed: Observed, state: State): boolean {
  return members.every(({ name }) => (observed.texts.get(name) ?? null) === arena.referenceOf(name, state));
}

/** Checks the schema after the mishap and before the recovery. Returns the members that are missing for the moment. */
export function judgeStruck(arena: Arena, observed: Observed, sides: readonly State[]): readonly string[] {
  refuseStrangers(observed);
  const missing: string[] = [];
  for (const { name } of members) {
    const text = observed.texts.get(name) ?? null;
    if (sides.some((side) => arena.referenceOf(name, side) === text)) continue;
    if (text !== null) throw new Loss(`${name} is neither the old one nor the new one: ${text}`);
    missing.push(name);
  }
  return missing;
}

/**
 * Allows gaps only for MySQL's triggers before the recovery: their DROP and CREATE cannot be queued, and a death may
 * fall between.
 */
export function refuseGaps({ server }: Arena, missing: readonly string[]): readonly string[] {
  for (const { kind, name } of members)
    if (missing.includes(name) && (server.flavor === 'mariadb' || kind !== 'TRIGGER'))
      throw new Loss(`${name} is gone, though it is replaced without a gap`);
  return missing;
}

/**
 * Checks the schema after the recovery: one side, complete, and no remains. `grants` are those from before the fault.
 */
export async function judgeSettled(
  arena: Arena,
  observed: Observed,
  expected: State,
  grants: Observed['grants'],
): Promise<void> {
  refuseStrangers(observed);
  for (const { name } of members) {
    const [text, wanted] = [observed.texts.get(name) ?? null, arena.referenceOf(name, expected)];
    if (text !== wanted) throw new Loss(`${name} ended as ${text ?? 'nothing'}, not as ${wanted ?? 'nothing'}`);
    const differs = describeOtherGrants(observed, name, expected.has(name) ? (grants.get(name) ?? []) : []);
    if (differs !== null) throw new Loss(differs);
  }
  await judgeLedger(arena, observed);
  await judgeServer(arena);
}

/** Returns a sentence if an account lost a grant on a member of both states; null otherwise. */
export function findLostGrants(
  observed: Observed,
  grants: Observed['grants'],
  [before, next]: readonly [State, State],
): string | null {
  for (const [name, had] of grants) {
    const differs = before.has(name) && next.has(name) ? describeOtherGrants(observed, name, had) : null;
    if (differs !== null) return differs;
  }
  return null;
}

function describeOtherGrants({ grants }: Observed, name: string, had: readonly string[]): string | null {
  const given = grants.get(name) ?? [];
  const isWhole = had.every((grant) => given.includes(grant));
  if (isWhole && given.every((grant) => had.includes(grant) || isOfCreator(grant))) return null;
  return `${name} had the grants ${had.join('; ') || 'none'} and has ${given.join('; ') || 'none'}`;
}

/**
 * Returns true for a grant that a server with automatic_sp_privileges gives the creator of a routine: here, one that
 * was revoked.
 */
function isOfCreator(grant: string): boolean {
  return grant.includes(` ${account.replaceAll("'", '')} `);
}

function refuseStrangers({ strangers }: Observed): void {
  if (strangers.length > 0) throw new Loss(`nobody deployed ${strangers.join(', ')}`);
}

async function judgeLedger(arena: Arena, observed: Observed): Promise<void> {
  const history = await (await openFolder(arena.folders.straight)).history({ environment: 'test', verify: true });
  if (!history.ok || history.value.chain !== 'intact') throw new Loss('the chain of the ledger is broken');
  await arena.journal.refresh();
  if (arena.journal.unsettled.length > 0)
    throw new Loss(`the ledger still has ${arena.journal.unsettled.join(', ')} as unfinished`);
  const texts = await arena.journal.readTexts();
  for (const { kind, name } of members) {
    const told = texts.get(`${kind.toLowerCase()} ${arena.schema}.${name}`) ?? null;
    const live = textOf(observed.texts.get(name) ?? null);
    if (told?.replaceAll(arena.schema, 'schema') !== live?.replace(/;\s*$/, ''))
      throw new Loss(`by the ledger ${name} is ${told ?? 'nothing'}, but it is ${live ?? 'nothing'}`);
  }
}

/** Returns the statement among the columns of SHOW CREATE. */
function textOf(shown: string | null): string | undefined {
  if (shown === null) return undefined;
  const row = JSON.parse(shown) as Readonly<Record<string, unknown>>;
  return Object.values(row).find((value) => /^CREATE /.test(String(value))) as string | undefined;
}

async function judgeServer({ administrator, schema, server }: Arena): Promise<void> {
  const [settings] = await administrator.run('SELECT @@global.automatic_sp_privileges AS automatic');
  if (Number(settings?.['automatic']) !== 1) throw new Loss('automatic_sp_privileges was left off');
  // If a process dies after everything else is done, its lease remains, and is harmless.
  const lock = lockName({ schema: `${schema}_ledger` });
  const leases = await administrator.run(
    `SELECT holder FROM ${schema}_ledger.lease WHERE IS_USED_LOCK('${lock}') IS NOT NULL`,
  );
  if (leases.length > 0) throw new Loss(`a lease was left: ${JSON.stringify(leases)}`);
  const scratch = await administrator.run("SHOW DATABASES LIKE 'sproc\\_scratch%'");
  if (scratch.length > 0) throw new Loss('the scratch schema was left');
  const sessions = await administrator.listSessions('torturer');
  const running = sessions.filter(({ statement }) => /^ *(CREATE|DROP|ALTER|LOCK)/i.test(statement));
  if (running.length > 0) throw new Loss(`${account} still runs ${JSON.stringify(running)} on ${server.flavor}`);
}
