/** The statements of a step as SQL that a plain client runs, and, as comments, how Sproc sends them. */
import type { PlanStep } from '#engine';
import { plural } from './plural';
import { explainStrategy } from './explain-strategy';
import { printStepHead } from './step-words';
import { wrapText } from './wrap-text';

/** Prints steps for the plain client, on one session; each text is in it once. */
export function printScript(steps: readonly PlanStep[]): string {
  return steps.map(printOne).join('\n\n');
}

function printOne(step: PlanStep): string {
  const statements = listPlain(step);
  const sent = listSent(step);
  const isPlain = sent.length === statements.length;
  const { smoke } = step;
  return [
    comment(`${printStepHead(step)} on ${step.target}`),
    ...explainStrategy(step).flatMap((sentence) => wrapText(sentence).map(comment)),
    ...(isPlain ? [] : ['--', comment('For a plain client, on one session:'), ...warnOfGrants(step, statements)]),
    ...statements.flatMap((statement) => ['', withDelimiter(statement)]),
    ...(smoke.length === 0 ? [] : ['', comment('Smoke tests, run after all steps, each rolled back:')]),
    ...smoke.map((statement) => comment(`  ${statement}`)),
    ...(isPlain
      ? []
      : ['', comment('As Sproc sends it, on several sessions:'), ...sent.map((one) => comment(`  ${one}`))]),
    '',
  ].join('\n');
}

function warnOfGrants({ grants = 0 }: PlanStep, statements: readonly string[]): readonly string[] {
  if (grants === 0 || statements.some((statement) => statement.startsWith('GRANT '))) return [];
  return [
    comment(
      `DROP removes ${plural(grants, 'grant')} here. Note them first (SHOW GRANTS), and give them back after it.`,
    ),
  ];
}

/** Returns the statements that one session needs for the same change: those that keep others from failing are left out. */
function listPlain(step: PlanStep): readonly string[] {
  const { sql, strategy } = step;
  const create = findCreate(step);
  const own = sql.filter((statement) => !isAboutGrants(statement));
  if (strategy !== 'queued' || create === null) return own;
  // Drop and create, instead of the transaction that holds the routine and the two sessions that queue for it.
  const first = own.indexOf('START TRANSACTION');
  const queuedDrop = sql.find((statement) => statement !== create && statement.endsWith(create));
  const drop = /DROP (?:PROCEDURE|FUNCTION) `(?:[^`]|``)*`\.`(?:[^`]|``)*`/.exec(queuedDrop ?? '')?.[0];
  if (drop === undefined) return own;
  const grants = own.slice(own.lastIndexOf('COMMIT') + 1);
  return [...own.slice(0, first), drop, step.after ?? create, ...grants];
}

/** Returns every statement as it is sent; the text is not repeated. */
function listSent(step: PlanStep): readonly string[] {
  const create = findCreate(step);
  if (create === null) return step.sql;
  return step.sql.map((statement) =>
    statement.endsWith(create)
      ? `${statement.slice(0, -create.length)}CREATE … (the text above${create === step.after ? '' : ', IF NOT EXISTS'})`
      : statement,
  );
}

/** Returns the CREATE as it is sent; null if there is none. */
function findCreate({ sql, after }: PlanStep): string | null {
  if (after === null) return null;
  return sql.find((statement) => statement === after || statement.replace(' IF NOT EXISTS', '') === after) ?? null;
}

/** Returns true for a statement of the sessions that keep the grants of a routine over its DROP. */
function isAboutGrants(statement: string): boolean {
  return /^(?:SET GLOBAL automatic_sp_privileges|SELECT RELEASE_LOCK\(|SET @sproc_done|DO (?:GET|RELEASE)_LOCK\()/.test(
    statement,
  );
}

/** Returns the statement with its end; a text with semicolons gets a delimiter of its own. */
function withDelimiter(statement: string): string {
  const text = statement.trimEnd();
  if (!text.includes(';')) return `${text};`;
  const delimiter = [';;', '$$', '//', '||'].find((candidate) => !text.includes(candidate)) ?? '-- end of statement';
  return `DELIMITER ${delimiter}\n${text}\n${delimiter}\nDELIMITER ;`;
}

/** Returns a comment. Names and messages may contain line breaks; the text after one must not become a statement. */
function comment(text: string): string {
  return `-- ${text.replaceAll(/\r\n|[\r\n]/g, '\n-- ')}`;
}
