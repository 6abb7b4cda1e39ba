/** The text of a first sproc.json: what was found, and in comments what a person has to decide. */
import type { InitAnswer } from '../answers/init';
import { printableLine } from '../../base/printable';

export type Found = Pick<InitAnswer, 'sources' | 'dialect' | 'serverVersion' | 'sqlMode' | 'schema' | 'definers'> & {
  readonly prefer: readonly string[];
  readonly project: string;
};

/** Renders a valid project file. */
export function renderProjectFile(found: Found): string {
  const parts = [
    '  // Recorded with every deployment, so that another project never drops what this one deployed. Never change it.',
    `  "project": ${quote(found.project)},`,
    renderDialect(found),
    ...(found.serverVersion.value === null ? [] : [`  "serverVersion": ${quote(found.serverVersion.value)},`]),
    `  "sources": ${renderList(found.sources)},`,
    ...(found.prefer.length === 0 ? [] : [renderPrefer(found.prefer)]),
    ...((found.sqlMode.value ?? []).length === 0
      ? []
      : ['  // The sql_mode in force where a file begins.', `  "sqlMode": ${renderList(found.sqlMode.value ?? [])},`]),
    renderSchema(found),
    renderEnvironments(found),
  ];
  return `{\n${parts.join('\n')}\n}\n`;
}

function renderDialect({ dialect }: Found): string {
  if (dialect.value !== null) return `  "dialect": ${quote(dialect.value)},`;
  return `  // ${comment(dialect.why)} Write "mysql" or "mariadb"; without it they are read as for MySQL.\n  // "dialect": "mysql",`;
}

function renderPrefer(prefer: readonly string[]): string {
  const why = 'Where several files define one routine, the first of these patterns decides which one counts.';
  return `  // ${why}\n  "duplicates": { "prefer": ${renderList(prefer)} },`;
}

function renderSchema({ schema }: Found): string {
  const lead = '  // The schema of names that are written without one.';
  if (schema.value !== null) return `${lead}\n  "schema": ${quote(schema.value)},`;
  return `${lead} ${comment(schema.why)}\n  // "schema": "my_schema",`;
}

/** Renders the environments; one without a schema, which it needs, as a comment. */
function renderEnvironments({ schema, definers }: Found): string {
  const lines = [
    '  // Host, port and user are examples, because no server was asked. Correct them.',
    '  // Passwords are not part of this file: set SPROC_PASSWORD_DEV, or run "Sproc: Set Password…" in VS Code.',
    ...(definers.length === 0 ? [] : [`  // Definers in the sources: ${comment(definers.join(', '))}.`]),
    ...(definers.length === 0
      ? []
      : ['  // An account that a server lacks is replaced there by: "definers": { "app@%": "dev@localhost" }']),
  ];
  const dev = `    "dev": { "host": "127.0.0.1", "port": 3306, "user": "dev", "schema": ${quote(schema.value ?? 'my_schema')}, "stage": "DEVELOPMENT" }`;
  const environments =
    schema.value === null
      ? `  "environments": {\n    // Write the schema of a server, and remove the slashes:\n    //${dev.slice(3)}\n  }`
      : `  "environments": {\n${dev}\n  }`;
  return [...lines, environments].join('\n');
}

/** Renders a short list on one line. */
function renderList(words: readonly string[]): string {
  const line = `[${words.map(quote).join(', ')}]`;
  return line.length <= 90 ? line : `[\n${words.map((word) => `    ${quote(word)}`).join(',\n')}\n  ]`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** Returns a text for a comment. Names come from files of a stranger, and none may end the comment. */
function comment(text: string): string {
  return printableLine(text);
}
