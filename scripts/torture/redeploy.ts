/** Redeploys programs by one strategy under callers, and counts what that cost them. */
import type { Flavor } from '../servers/flavor';
import type { ThrowawayServer } from '../servers/throwaway-server';
import { Administrator } from './administrator';
import { addUp, Caller, callingStyles, type CallCount } from './callers';
import { makeProjectFolder, openFolder, writeFiles } from './tortured-project';

export interface StrategyCase {
  /** The strategy as the plan names it. */
  readonly strategy: 'alter' | 'or-replace' | 'queued' | 'replace';
  readonly what: string;
  readonly flavors: readonly Flavor[];
  /** True if callers may fail; then the failures are counted, and the plan warns of them. */
  readonly hasGap: boolean;
  /** True to request it instead of the least disruptive one. */
  readonly isForced: boolean;
  /** Programs by name; each version differs from the one before. */
  readonly programs: Readonly<Record<string, (version: number) => string>>;
  readonly calls: readonly string[];
  /** The query at the end for rows that a correct replacement cannot leave. */
  readonly wrongRows?: string;
}

export interface Redeployed {
  readonly name: string;
  readonly flavor: Flavor;
  readonly redeployments: number;
  readonly count: CallCount;
  readonly wrongRows: number;
  readonly hasGap: boolean;
  /** The lost grants; null if every row of grants is as it was. */
  readonly lostGrants: string | null;
}

const both: readonly Flavor[] = ['mysql', 'mariadb'];
const procedure = (version: number): string =>
  `CREATE PROCEDURE p(a INT)\nBEGIN\n  SELECT 'version ${version}', a;\nEND`;
const fun = (version: number): string =>
  `CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC\nBEGIN\n  RETURN a + ${version};\nEND`;
const routines = {
  programs: { p: procedure, f: fun },
  calls: ['CALL p(?)', 'SELECT f(?)'],
  what: 'procedure and function',
};
const gentle = { hasGap: false, isForced: false };

export const strategyCases: readonly StrategyCase[] = [
  {
    ...gentle,
    strategy: 'alter',
    what: 'procedure and function',
    flavors: both,
    programs: {
      p: (version) => `CREATE PROCEDURE p(a INT) COMMENT 'version ${version}' SELECT a`,
      f: (version) => `CREATE FUNCTION f(a INT) RETURNS INT DETERMINISTIC COMMENT 'version ${version}' RETURN a`,
    },
    calls: routines.calls,
  },
  { ...gentle, ...routines, strategy: 'queued', flavors: ['mysql'] },
  { ...gentle, ...routines, strategy: 'or-replace', flavors: ['mariadb'] },
  {
    ...gentle,
    strategy: 'or-replace',
    what: 'view',
    flavors: both,
    programs: { v: (version) => `CREATE VIEW v AS SELECT id, ${version} AS version FROM t` },
    calls: ['SELECT * FROM v WHERE id = 0'],
  },
  {
    ...gentle,
    strategy: 'alter',
    what: 'event',
    flavors: both,
    programs: {
      e: (version) =>
        `CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2035-01-01 00:00:00' ON COMPLETION PRESERVE DO SELECT ${version}`,
    },
    // An event has no callers; its existence can be queried.
    calls: ['SHOW CREATE EVENT e'],
  },
  {
    ...gentle,
    strategy: 'replace',
    what: 'trigger',
    flavors: ['mysql'],
    programs: { b: (version) => `CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW SET NEW.v = 7 + 0 * ${version}` },
    calls: ['INSERT INTO t (v) VALUES (0)'],
    wrongRows: 'SELECT COUNT(*) AS wrong FROM t WHERE v <> 7',
  },
  {
    ...gentle,
    strategy: 'or-replace',
    what: 'trigger',
    flavors: ['mariadb'],
    programs: { b: (version) => `CREATE TRIGGER b BEFORE INSERT ON t FOR EACH ROW SET NEW.v = 7 + 0 * ${version}` },
    calls: ['INSERT INTO t (v) VALUES (0)'],
    wrongRows: 'SELECT COUNT(*) AS wrong FROM t WHERE v <> 7',
  },
  { ...routines, strategy: 'replace', flavors: both, hasGap: true, isForced: true },
];

/** Makes a schema, deploys once, sets the callers going, and redeploys so often. */
export async function redeploy(
  server: ThrowawayServer,
  strategyCase: StrategyCase,
  redeployments: number,
): Promise<Redeployed> {
  const schema = `callers_${strategyCase.strategy.replace('-', '')}_${strategyCase.what.replaceAll(' ', '')}`;
  const administrator = new Administrator(server);
  await administrator.run(
    `CREATE DATABASE ${schema}`,
    `CREATE TABLE ${schema}.t (id INT PRIMARY KEY AUTO_INCREMENT, v INT)`,
    "CREATE USER IF NOT EXISTS 'caller'@'%'",
  );
  try {
    return await redeployIn(administrator, { server, schema, strategyCase, redeployments });
  } finally {
    await administrator.run(`DROP DATABASE ${schema}`, `DROP DATABASE IF EXISTS ${schema}_ledger`);
    administrator.close();
  }
}

interface Redeploying {
  readonly server: ThrowawayServer;
  readonly schema: string;
  readonly strategyCase: StrategyCase;
  readonly redeployments: number;
}

async function redeployIn(
  administrator: Administrator,
  { server, schema, strategyCase, redeployments }: Redeploying,
): Promise<Redeployed> {
  const { strategy, what, programs, wrongRows, hasGap } = strategyCase;
  const { flavor, port } = server;
  const folder = makeProjectFolder({ flavor, port, schema, user: 'root' });
  await deployVersion(folder, strategyCase, 0);
  await grantOnly(administrator, schema, programs);
  const grants = await readGrantRows(administrator, schema);
  const callers = callingStyles.map(
    (style) => new Caller({ server, user: 'caller', schema, style, statements: strategyCase.calls }),
  );
  for (let version = 1; version <= redeployments; version++) await deployVersion(folder, strategyCase, version);
  const count = addUp(await Promise.all(callers.map((caller) => caller.stop())));
  const [wrong] = wrongRows === undefined ? [] : await administrator.run(`USE ${schema}`, wrongRows);
  const after = await readGrantRows(administrator, schema);
  return {
    name: `${strategy}, ${what}`,
    flavor,
    redeployments: redeployments * Object.keys(programs).length,
    count,
    wrongRows: Number(wrong?.['wrong'] ?? 0),
    hasGap,
    lostGrants: after === grants ? null : `${grants} became ${after}`,
  };
}

async function deployVersion(
  folder: string,
  { strategy, isForced, programs }: StrategyCase,
  version: number,
): Promise<void> {
  const texts = Object.entries(programs).map(([name, text]) => [`${name}.sql`, `DELIMITER $$\n${text(version)}$$\n`]);
  writeFiles(folder, Object.fromEntries(texts) as Readonly<Record<string, string>>);
  const project = await openFolder(folder);
  const answer = await project.deploy({ environment: 'test', ...(isForced ? { strategy } : {}) });
  if (!answer.ok || answer.value.outcome !== 'deployed')
    throw new Error(`version ${version}: ${JSON.stringify(answer)}`);
  if (version !== 1) return;
  const history = await project.history({ environment: 'test' });
  const used = history.ok ? history.value.deployments[0]?.steps.map((step) => step.strategy) : [];
  if (used?.length !== Object.keys(programs).length || used.some((one) => one !== strategy))
    throw new Error(`It was to be deployed by ${strategy}, but was by ${String(used)}`);
}

/** Grants the callers only this privilege. */
async function grantOnly(
  administrator: Administrator,
  schema: string,
  programs: StrategyCase['programs'],
): Promise<void> {
  const grants: Readonly<Record<string, string>> = {
    p: `GRANT EXECUTE ON PROCEDURE ${schema}.p TO 'caller'@'%'`,
    f: `GRANT EXECUTE ON FUNCTION ${schema}.f TO 'caller'@'%'`,
    v: `GRANT SELECT ON ${schema}.v TO 'caller'@'%'`,
    b: `GRANT INSERT ON ${schema}.t TO 'caller'@'%'`,
    e: `GRANT EVENT ON ${schema}.* TO 'caller'@'%'`,
  };
  for (const name of Object.keys(programs)) await administrator.run(grants[name] ?? '');
}

/** Reads every column but the moment. */
async function readGrantRows(administrator: Administrator, schema: string): Promise<string> {
  const rows = await administrator.run(
    `SELECT Host, Db, User, Routine_name, Routine_type, Grantor, Proc_priv FROM mysql.procs_priv WHERE Db = '${schema}' ORDER BY 4, 5`,
  );
  return JSON.stringify(rows);
}
