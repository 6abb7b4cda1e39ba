/** The privileges that accounts need, as statements that run as printed: all else is a comment. */
import type { GrantsAnswer } from '#engine';

export function printGrants({ accounts, notes }: GrantsAnswer): string {
  const blocks = accounts.map(({ role, account, target, exists, statements }) => {
    const place = target === undefined ? '' : ` on ${line(target)}`;
    const missing = '-- This account does not exist. Create it with CREATE USER, then show the privileges again.';
    return [
      `-- ${role} ${line(account)}${place}`,
      ...(exists === false ? [missing] : []),
      // A statement that cannot run yet is a comment.
      ...statements.map((statement) => `${exists === false ? '-- ' : ''}${line(statement)};`),
      '',
    ].join('\n');
  });
  return [...blocks, ...notes.map((note) => `-- ${line(note)}\n`)].join('\n');
}

/** Returns the text on one line, so that no part of a name leaves its comment. */
function line(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
