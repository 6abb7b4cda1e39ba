/** A CREATE of a stored program or view, as a test suite has it. */

export interface Sample {
  /** File and line, for people. */
  readonly place: string;
  readonly kind: string;
  readonly text: string;
  /** The sql_mode that the file put in force; null for the server's own. */
  readonly sqlMode: string | null;
}

const createdKind =
  /^create\s+(?:(?!\b(?:table|index|database|schema|user|role|server|sequence|tablespace|logfile|resource|spatial|library|temporary)\b)[^;]){0,200}?\b(procedure|function|trigger|event|view|package(?:\s+body)?)\b/i;
const leadingComments = /^(?:\s|--\s[^\n]*\n|#[^\n]*\n|\/\*(?!M?!)[\s\S]*?\*\/)+/;

/**
 * Returns the kind that the statement creates, if its syntax is relevant here; a loadable function's is not, and a
 * commented CREATE is one on some servers only.
 */
export function findSampleKind(text: string): string | undefined {
  const head = text.replace(leadingComments, '');
  const kind = createdKind.exec(head)?.[1];
  if (kind === undefined || /\bsoname\b/i.test(head)) return undefined;
  return kind.toLowerCase().replace(/\s+/, ' ');
}
