/**
 * The text of an invalid view. Where a table, a column or a right of the definer is missing, SHOW CREATE VIEW resolves less
 * than it did when the view was created, and prints other qualifiers, numbers and conditions; VIEW_DEFINITION of
 * information_schema keeps the rendering of that moment, always with the schema.
 */
import type { RoutineKey } from '../routine/routine';
import { quoteName } from '../syntax/quoting';
import { succeed, type Result } from '../base/result';
import type { ServerError, Session } from './connection/session';

/** Returns the text that SHOW CREATE VIEW has for the valid view; the shown one if it is valid or that is not visible. */
export async function readValidView(
  session: Session,
  key: RoutineKey,
  shown: string,
): Promise<Result<string, ServerError>> {
  const parts = viewText.exec(shown);
  if (parts === null || !mayBeInvalid(parts[2] ?? '', key)) return succeed(shown);
  const rows = await session.query(
    'SELECT VIEW_DEFINITION AS definition FROM information_schema.VIEWS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?',
    [key.schema, key.name],
  );
  if (!rows.ok) return rows.error.connectionLost ? rows : succeed(shown);
  const definition = rows.value[0]?.['definition'];
  if (definition == null || definition === '') return succeed(shown);
  const [, head = '', body = '', tail = ''] = parts;
  return succeed(head + toValidBody(body, String(definition), key.schema) + tail);
}

/** Head, query and check option, as both servers print them. */
const viewText =
  /^(CREATE .*? VIEW (?:`(?:[^`]|``)+`\.)?`(?:[^`]|``)+`(?: \((?:`(?:[^`]|``)+`,?)+\))? AS )(.*?)( WITH (?:CASCADED|LOCAL) CHECK OPTION)?$/s;

/** Returns true for a query that has what the servers print in invalid views; a valid one may have it, too. */
function mayBeInvalid(body: string, { schema }: RoutineKey): boolean {
  return body.includes(`${quoteName(schema)}.`) || loosely(body) !== body;
}

/**
 * Returns the query of the valid view. The names of its own schema are either all qualified, or none: then the shown
 * tables have no schema.
 */
function toValidBody(body: string, definition: string, schema: string): string {
  const bare = dropSchema(body, { schema, atLeast: 3 });
  const pairs = [
    { shown: bare, stored: dropSchema(definition, { schema, atLeast: 2 }) },
    { shown: body, stored: definition },
  ];
  const pair = pairs.find(({ shown, stored }) => loosely(shown) === loosely(stored));
  if (pair === undefined) return body;
  // VIEW_DEFINITION leaves out the character sets before strings.
  return introducer.test(pair.shown) ? pair.shown : pair.stored;
}

/** Drops a schema before names of at least so many parts, but those of functions, which always have it. */
function dropSchema(text: string, { schema, atLeast }: { readonly schema: string; readonly atLeast: number }): string {
  const own = `${quoteName(schema)}.`;
  return text.replace(stringOrName, (whole: string, name: string | undefined, paren: string | undefined) => {
    if (name === undefined || paren !== undefined || !name.startsWith(own)) return whole;
    const parts = name.match(/`(?:[^`]|``)*`/g) ?? [];
    return parts.length < atLeast ? whole : name.slice(own.length);
  });
}

const stringOrName = /'(?:[^'\\]|\\.|'')*'|((?:`(?:[^`]|``)*`\.)*`(?:[^`]|``)*`)(\()?/gs;

/** Returns a query without what an invalid view is shown otherwise: places in ORDER BY, and conditions. */
function loosely(body: string): string {
  return body
    .replace(/( by |,)(?:''|\d+)(?=[ ,)]|$)/g, '$1?')
    .replaceAll(' is true', '')
    .replace(/_\w+'/g, "'");
}

const introducer = /_\w+'/;
