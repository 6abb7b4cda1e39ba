/** Whether a ledger takes what is about to be written: tried in a transaction that is rolled back. */
import { ownTable } from '../database/own-tables';
import type { ServerError, Session } from '../database/connection/session';

/** The refusal; null where there is room, and where the ledger is not there or may not be written by this account. */
export async function probeLedger(session: Session, schema: string, bytes: number): Promise<ServerError | null> {
  const begun = await session.query('START TRANSACTION');
  if (!begun.ok) return null;
  const rows = Math.min(Math.ceil(bytes / pieceBytes), mostPieces);
  for (let i = 0; i < rows; i++) {
    const written = await session.query(renderPiece(schema), [`probe ${i}`]);
    if (written.ok) continue;
    await session.query('ROLLBACK');
    return outOfRoom.has(written.error.errno) ? written.error : null;
  }
  await session.query('ROLLBACK');
  return null;
}

/** Below the smallest max_allowed_packet that servers start with. */
const pieceBytes = 512 * 1024;

/** 32 MB: more room than that nobody runs out of in one deployment. */
const mostPieces = 64;

function renderPiece(schema: string): string {
  return `INSERT INTO ${ownTable(schema, 'saved_definition')} (digest, saved_at, routine_kind, routine_schema, routine_name,
    definition, sql_mode, character_set_client, collation_connection)
    VALUES (?, UTC_TIMESTAMP(6), 'procedure', '', '', REPEAT('x', ${pieceBytes}), '', '', '')`;
}

/** Manual, "Server Error Message Reference": disk full, error writing file, got error from storage engine, table full. */
const outOfRoom: ReadonlySet<number> = new Set([3, 1021, 1026, 1030, 1114]);
