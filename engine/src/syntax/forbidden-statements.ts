/** Statements that have no place in stored programs, or not in functions and triggers (manual: "Restrictions on Stored Programs"). */
import type { RoutineKind, SqlStatement, Statement } from './nodes';

/** Returns why the server rejects this statement in a routine of this kind, as a sentence; null if it accepts it. */
export function findForbidden(text: string, kind: RoutineKind, statement: Statement): string | null {
  if (statement.kind === 'return') {
    return kind === 'function' ? null : 'RETURN is allowed in functions only. Use LEAVE to exit a block.';
  }
  if (statement.kind !== 'sql') return null;
  const { verb } = statement;
  if (isEventWithBody(text, statement)) return `${verb} with a body is not allowed in stored programs.`;
  if (nowhere.has(verb)) return `${verb} is not allowed in stored programs.`;
  if (kind !== 'function' && kind !== 'trigger') return null;
  if (dynamic.has(verb)) return `${verb} is not allowed in a ${kind}: it would run dynamic SQL.`;
  if (commits(text, statement)) return `${verb} is not allowed in a ${kind}: it commits the transaction.`;
  return returnsRows(text, statement)
    ? `${verb} returns rows, which a ${kind} cannot do. Add INTO or remove it.`
    : null;
}

const nowhere = new Set([
  'USE',
  'LOCK TABLES',
  'LOCK TABLE',
  'UNLOCK TABLES',
  'UNLOCK TABLE',
  'LOAD DATA',
  'LOAD XML',
  'ALTER VIEW',
  'ALTER PROCEDURE',
  'ALTER FUNCTION',
  'HANDLER',
  'HELP',
  'CHECK',
  'CREATE PROCEDURE',
  'CREATE FUNCTION',
  'CREATE TRIGGER',
  'DROP PROCEDURE',
  'DROP FUNCTION',
]);

/** Returns true for CREATE EVENT, and for ALTER EVENT with another body; a `do` in a string does not count. */
function isEventWithBody(text: string, { verb, span }: SqlStatement): boolean {
  if (verb === 'CREATE EVENT') return true;
  return (
    verb === 'ALTER EVENT' && /\bdo\b/i.test(text.slice(span.start, span.end).replace(/'[^']*'|"[^"]*"|`[^`]*`/g, ''))
  );
}

const dynamic = new Set(['PREPARE', 'EXECUTE', 'EXECUTE IMMEDIATE', 'DEALLOCATE PREPARE']);

function commits(text: string, { verb, span }: SqlStatement): boolean {
  switch (verb) {
    case 'FLUSH':
    case 'RESET':
    case 'COMMIT':
    case 'START TRANSACTION':
    case 'ALTER TABLE':
    case 'RENAME TABLE':
    case 'TRUNCATE':
      return true;
    case 'CREATE TABLE':
    case 'DROP TABLE':
      return !/^\S+\s[^(]*?\btemporary\b/i.test(text.slice(span.start, Math.min(span.end, span.start + 80)));
    case 'ROLLBACK':
      return !/\bto\b/i.test(text.slice(span.start, span.end));
    default:
      return false;
  }
}

function returnsRows(text: string, { verb, assigns, span }: SqlStatement): boolean {
  if (assigns.length > 0) return false;
  if (answering.has(verb) || verb.startsWith('SHOW ')) return true;
  const written = text.slice(span.start, span.end);
  if (verb === 'WITH' && /\b(?:update|delete)\b/i.test(written)) return false;
  return querying.has(verb) && !/\binto\b/i.test(written);
}

/** Statements whose answer is a list of rows. */
const answering = new Set('SHOW EXPLAIN DESCRIBE DESC ANALYZE CHECKSUM OPTIMIZE REPAIR'.split(' '));
const querying = new Set('SELECT WITH VALUES TABLE'.split(' '));
