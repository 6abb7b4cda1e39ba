/**
 * Rule: a file has statements that Sproc does not carry out, since it deploys stored programs only. Reported once for
 * each file.
 */
import { plural } from '../../base/plural';
import { wordsWithin } from '../../routine/words-within';
import type { OtherStatement, Script } from '../../syntax/nodes';
import type { FileRule } from './rule';

export const notCarriedOut: FileRule = {
  code: 'not-carried-out',
  severity: 'information',
  *check({ script }) {
    const found = script.others.flatMap((other) => {
      const name = nameIgnored(script, other);
      return name === null ? [] : [{ name, span: other.span }];
    });
    const [first, ...others] = found;
    if (first === undefined) return;
    yield {
      span: first.span,
      message: others.length === 0 ? describeOne(first.name) : describeAll(first.name, others),
    };
  },
};

const mostNames = 5;

function describeOne(name: string): string {
  return `\`${name}\` is not carried out. Sproc deploys stored programs only. Run it with a client.`;
}

function describeAll(first: string, others: readonly { readonly name: string }[]): string {
  const names = [...new Set(others.map(({ name }) => name))].slice(0, mostNames).join(', ');
  const more = plural(others.length, 'more statement');
  return `\`${first}\` and ${more} of this file (${names}) are not carried out. Sproc deploys stored programs only. Run them with a client.`;
}

/** Returns the name of a statement that changes a server and is not carried out; null for any other. */
function nameIgnored(script: Script, { verb, span }: OtherStatement): string | null {
  const [, action = '', kind = ''] = /^(DROP|ALTER) (\w+)/.exec(verb) ?? [];
  if (programs.test(kind) || (action === 'ALTER' && options.test(kind)))
    return script.later.foreign.has(span.start) ? verb : null;
  if (verb === 'SET') return nameSet(script, span);
  return changing.test(verb) ? verb : null;
}

const programs = /^(PROCEDURE|FUNCTION|TRIGGER|EVENT|VIEW|PACKAGE)$/;
const options = /^(DEFINER|ALGORITHM|SQL)$/;

/** The first words of statements that change data, objects, accounts or settings. */
const changing = new RegExp(
  '^(ALTER|ANALYZE|BINLOG|CACHE|CALL|CHANGE|CLONE|CREATE|DELETE|DO|DROP|EXECUTE|FLUSH|GRANT|HANDLER|IMPORT|INSERT|INSTALL|' +
    'KILL|LOAD|OPTIMIZE|PURGE|RENAME|REPAIR|REPLACE|RESET|RESTART|REVOKE|SHUTDOWN|STOP|TRUNCATE|UNINSTALL|UPDATE)\\b',
);

/** Returns the name of a SET that lasts longer than its session; null for any other. */
function nameSet(script: Script, span: OtherStatement['span']): string | null {
  const words = wordsWithin(script, span);
  const lasting = /(?:^SET|,) (?:@ ?@ ?)?(GLOBAL|PERSIST_ONLY|PERSIST)\b/.exec(words)?.[1];
  if (lasting !== undefined) return `SET ${lasting}`;
  return /^SET (PASSWORD|DEFAULT ROLE|RESOURCE GROUP)\b/.exec(words)?.[0] ?? null;
}
