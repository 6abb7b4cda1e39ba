/** The literals of a moment, in all forms that both servers accept. Source: MySQL manual, "Date and Time Literals". */

/**
 * Returns a moment as servers print it, `2032-01-01 10:00:00`, from a text without formatting; null for any other text.
 */
export function readMoment(written: string): string | null {
  const [, quoted, digits] = /^(?:timestamp )?'([^'\\]*)'$|^(\d+)$/i.exec(written) ?? [];
  const parts = readParts((quoted ?? digits ?? '').trim());
  if (parts === null) return null;
  const [year = '', ...rest] = parts;
  const [month, day, hour, minute, second] = [0, 1, 2, 3, 4].map((at) => (rest[at] ?? '').padStart(2, '0'));
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** Reads the parts; years of two digits and offsets of time zones are left to the server. */
function readParts(literal: string): readonly string[] | null {
  const run = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)(?:\.\d*)?)?$/.exec(literal);
  const parted =
    /^(\d{4})[^\w\s](\d{1,2})[^\w\s](\d{1,2})(?:(?:T|\s+)(\d{1,2})(?:[^\w\s](\d{1,2})(?:[^\w\s](\d{1,2})(?:\.\d*)?)?)?)?$/;
  return (run ?? parted.exec(literal))?.slice(1) ?? null;
}
