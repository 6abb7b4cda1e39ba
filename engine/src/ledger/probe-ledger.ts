/** Checks that a ledger has room for the coming rows, in a transaction that is rolled back. */
import { ownTable } from '../database/own-tables';
import type { ServerError, Session } from '../database/connection/session';

/**
 * Returns the server's error; null if there is room, if the ledger does not exist, or if this account may not write it.
 */
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

/** 32 MB: more than one deployment ever needs. */
const mostPieces = 64;

function renderPiece(schema: string): string {
  return `INSERT INTO ${ownTable(schema, 'saved_definition')} (digest, saved_at, routine_kind, routine_schema, routine_name,
    definition, sql_mode, character_set_client, collation_connection)
    VALUES (?, UTC_TIMESTAMP(6), 'procedure', '', '', REPEAT('x', ${pieceBytes}), '', '', '')`;
}

/** Manual, "Server Error Message Reference": disk full, error writing file, got error from storage engine, table full. */
const outOfRoom: ReadonlySet<number> = new Set([3, 1021, 1026, 1030, 1114]);
