/** Completion at a caret in a text, as one line of labels. */
import { findCompletions } from '../../engine/src/features/completion/completion';
import type { Completion } from '../../engine/src/features/completion/proposal';
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import { liveTables } from './live-tables';
import { readMarkedFiles } from './marked-files';

const tables = liveTables(`
  orders: id int auto, total decimal(12,2) = 0
  items: order_id int, id int
  audit.notes: note text
`);

const others = `
-- file: others.sql
CREATE PROCEDURE close_day(IN day_id INT, OUT total INT) INSERT INTO items SELECT * FROM orders;
CREATE PROCEDURE audit.note() INSERT INTO audit.notes VALUES (1);
CREATE FUNCTION vat(n INT) RETURNS INT DETERMINISTIC RETURN n;
`;

/** The head of a procedure with a parameter `p` and a variable `v`; its END follows the text. */
const head = 'DELIMITER //\nCREATE PROCEDURE a(IN p INT)\nBEGIN\n  DECLARE v INT;\n  ';

export interface CompleteOptions extends Partial<ParserOptions> {
  /** The kinds to list; all without it. */
  readonly kinds?: readonly Completion['kind'][];
}

/** Returns the labels at the `|` of a statement in the body of a procedure. */
export function completeInBody(statement: string, options: CompleteOptions = {}): string {
  return completeAt(`${head}${statement}\nEND//\n`, options);
}

/** Returns the labels at the `|` of a file, joined by commas. */
export function completeAt(text: string, { kinds, ...options }: CompleteOptions = {}): string {
  const { index, cursor } = readMarkedFiles(`-- file: main.sql\n${text.replace('|', '$0')}${others}`, options);
  const found = findCompletions(index, cursor.file, cursor.offset, { tables, routines: [] });
  return found
    .filter(({ kind }) => kinds?.includes(kind) ?? true)
    .map(({ label }) => label)
    .join(', ');
}
