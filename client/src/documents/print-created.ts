/** The message after a first sproc.json was made: what it holds, and from what that was guessed. */
import type { InitAnswer } from '#engine';
import { plural } from './plural';

export function printCreated({ files, routines, dialect, schema, unread, notUnderstood }: InitAnswer): string {
  const count = routines.reduce((sum, each) => sum + each.count, 0);
  const guesses = [
    ...(dialect.value === null ? [] : [`${dialect.value === 'mysql' ? 'MySQL' : 'MariaDB'}: ${clause(dialect.why)}`]),
    schema.value === null ? `No schema: ${clause(schema.why)}` : `Schema ${schema.value}: ${clause(schema.why)}`,
    ...(unread.length === 0 ? [] : [`${plural(unread.length, 'file')} could not be read`]),
    ...(notUnderstood.length === 0 ? [] : [`${plural(notUnderstood.length, 'statement')} could not be understood`]),
  ];
  return `Created sproc.json from ${plural(files, 'SQL file')} with ${plural(count, 'routine')}. ${guesses.join('. ')}.`;
}

function clause(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
