/** Versions and statuses that were written by hand, merged, or cut off by a kill: reported by name, never accepted. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Attack, Family, Field } from './family';
import type { Scene } from './scene';
import { freshTarget, prepare, writeProcedure, type Target } from './target';

const attacks: readonly Attack[] = [
  {
    row: '14',
    name: 'status.jsonl is a link to a file with other content',
    expect: 'Exit 65; nothing of that file is shown.',
    run: async (field) => {
      const { scene, evidence } = field;
      const log = await register(field);
      scene.write('../outside/secret', 'top secret\n');
      unlinkSync(path.join(scene.project, log));
      symlinkSync(path.join(scene.outside, 'secret'), path.join(scene.project, log));
      for (const line of ['versions', 'show p@1.0.0', 'mark p TESTING --reason x']) {
        const run = await scene.sproc(line);
        evidence.exits(run, 65);
        evidence.saysNot(run, /top secret/);
      }
    },
  },
  {
    row: '18',
    name: 'Facts of a version that are forged in every way',
    expect: 'Exit 65 with the file named.',
    run: async (field) => {
      const { scene, evidence } = field;
      const facts = (await register(field)).replace('status.jsonl', '1.0.0.json');
      const honest = JSON.parse(scene.read(facts)) as Record<string, unknown>;
      const forged: readonly string[] = [
        ...[{ version: '1e21' }, { schema: '../../x' }, { name: '../../outside/x' }, { author: 'Eve' }].map((change) =>
          JSON.stringify({ ...honest, ...change }),
        ),
        `{"format":1e999${JSON.stringify(honest).slice(1)}`,
        `{"__proto__":{"seal":"x"}}`,
        'no JSON',
        'null',
        '['.repeat(3_000_000),
      ];
      for (const text of forged) {
        scene.write(facts, text);
        const run = await scene.sproc('versions');
        evidence.exits(run, 65);
        evidence.says(run, /1\.0\.0\.json/);
      }
    },
  },
  {
    row: '19',
    name: 'Facts with thousands of nested arrays',
    expect: 'Exit 65 with the file named; never a bug.',
    run: async (field) => {
      const { scene, evidence } = field;
      const facts = (await register(field)).replace('status.jsonl', '1.0.0.json');
      const honest = scene.read(facts).trim();
      for (const depth of [5_000, 200_000]) {
        scene.write(facts, `${honest.slice(0, -1)},"more":${'['.repeat(depth)}${']'.repeat(depth)}}`);
        for (const line of ['versions', 'show p@1.0.0']) {
          const run = await scene.sproc(line);
          evidence.exits(run, 65);
          evidence.says(run, /1\.0\.0\.json/);
        }
      }
    },
  },
  {
    row: '20',
    name: 'A line added to status.jsonl by hand: from another status, or a jump',
    expect: 'versions, show and check end with 65 and name the file; the line counts nowhere.',
    short: true,
    run: async (field) => {
      const { scene, evidence } = field;
      const log = await register(field);
      const honest = scene.read(log);
      const last = JSON.parse(linesOf(honest).at(-1) ?? '') as Record<string, unknown>;
      for (const [from, to] of [
        ['TESTING', 'PRODUCTION'],
        ['DEVELOPMENT', 'PRODUCTION'],
        [null, 'PRODUCTION'],
        ['DEVELOPMENT', 'NONSENSE'],
      ]) {
        scene.write(
          log,
          `${honest}${JSON.stringify({ ...last, from, to, by: 'Eve\u001b[31m', reason: 'trust me' })}\n`,
        );
        for (const line of ['versions', 'show p@1.0.0', 'check']) {
          const run = await scene.sproc(line);
          evidence.exits(run, 65);
          evidence.says(run, /status\.jsonl/);
          evidence.saysNoOrders(run);
        }
      }
    },
  },
  {
    row: '21',
    name: 'Two branches changed a status, and git merged them',
    expect: 'versions, show and check print both lines and end with 65; after `registry resolve` all is well.',
    short: true,
    run: async (field) => {
      const { scene, evidence } = field;
      const log = await mergeBranches(field);
      for (const line of ['versions', 'show p@1.0.0', 'check']) {
        const run = await scene.sproc(line);
        evidence.exits(run, 65);
        evidence.says(run, /loses money/);
        evidence.says(run, /looks fine/);
      }
      scene.write(log, withoutMarkers(scene.read(log)));
      const united = await scene.sproc('versions');
      evidence.exits(united, 65);
      evidence.says(united, /loses money/);
      evidence.says(united, /looks fine/);
      evidence.exits(await scene.sproc('mark p PRODUCTION --reason x'), 65);
      const resolve = [
        'registry',
        'resolve',
        'p',
        '--keep',
        'ours',
        '--statuses',
        'drop',
        '--reason',
        'rejected by QA',
      ];
      evidence.exits(await scene.sproc(resolve), 0);
      evidence.exits(await scene.sproc('versions'), 0);
      evidence.exits(await scene.sproc('check'), 0);
    },
  },
  {
    row: '21',
    name: 'The same merge, deployed',
    expect: 'PRODUCTION refuses with 65 and nothing is deployed; DEVELOPMENT deploys with the warning status-conflict.',
    on: 'both',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      const log = await mergeBranches({ scene, evidence }, target);
      for (const text of [scene.read(log), withoutMarkers(scene.read(log))]) {
        scene.write(log, text);
        evidence.exits(await scene.sproc('deploy prod p@1.0.0 --yes'), 65);
        evidence.exits(await scene.sproc('preflight prod p@1.0.0'), 1, 65);
        evidence.equal(await target.body('p'), '', 'nothing deployed');
        evidence.exits(await scene.sproc('promote p@1.0.0 --to prod --yes'), 64, 65);
      }
      evidence.says(await scene.sproc('preflight dev p --json'), /"status-conflict"/);
      evidence.exits(await scene.sproc('deploy dev p --yes'), 0);
      await target.drop();
    },
  },
  {
    row: '21',
    name: 'A row of the registry on a server changed and a status inserted',
    expect: 'versions and show end with 65 and name the version.',
    on: 'both',
    run: async ({ scene, evidence, server }) => {
      const target = await freshTarget(server);
      const schema = `${target.schema}_r`;
      scene.writeProject({
        schema: target.schema,
        registry: { environment: 'e', schema },
        environments: { e: target.environment },
      });
      writeProcedure(scene, 'one');
      await prepare(scene.sproc('register'));
      const triggers = await server.run(
        `SELECT TRIGGER_NAME AS name FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${schema}'`,
      );
      for (const { name } of triggers) await server.run(`DROP TRIGGER ${schema}.${String(name)}`);
      await server.run(`UPDATE ${schema}.status_change SET to_status = 'PRODUCTION'`);
      for (const line of ['versions', 'show p@1.0.0']) {
        const run = await scene.sproc(line);
        evidence.exits(run, 65);
        evidence.says(run, /1\.0\.0/);
      }
      await server.run(`DROP DATABASE ${schema}`);
      await target.drop();
    },
  },
  {
    row: '43',
    name: 'kill -9 while 150 routines are registered, six times',
    expect: 'No version lost or doubled, and no file of the killed runs stays.',
    run: async ({ scene, evidence }) => {
      scene.writeProject();
      for (let i = 0; i < 150; i++) writeProcedure(scene, `one ${i}`, `p${i}`);
      for (let round = 1; round <= 6; round++) {
        // In the middle of what it writes, later each time.
        await scene.sproc('register', { watch: (child) => void killOnceThereAre(scene, round * 40, child) });
      }
      await pause(6_000); // until the lock of the dead may be taken
      // Recent files may still be in use and are left unchanged, so these must look old.
      const longAgo = new Date(Date.now() - 3_600_000);
      for (const name of filesBelow(scene, '.sproc')) utimesSync(path.join(scene.project, name), longAgo, longAgo);
      // The next write completes the one that the last dead process has started.
      writeProcedure(scene, 'two', 'p0');
      evidence.exits(await scene.sproc('register'), 0);
      const versions = JSON.parse((await prepare(scene.sproc('versions --json'))).out) as { versions: unknown[] };
      evidence.equal(versions.versions.length, 151, '150 versions and one more');
      const strays = filesBelow(scene, '.sproc').filter((name) => /\.tmp|pending|~$/.test(name));
      evidence.equal(strays, [], 'no stray file');
    },
  },
];

export const forgedRegistries: Family = { name: 'forged-registries', attacks };

/** Creates a project with the registered procedure p 1.0.0; returns the path of its status log. */
async function register({ scene }: Field): Promise<string> {
  scene.writeProject();
  writeProcedure(scene, 'one');
  await prepare(scene.sproc('register'));
  return findLog(scene);
}

function findLog(scene: Scene): string {
  const log = filesBelow(scene, '.sproc').find((name) => name.endsWith('status.jsonl'));
  if (log === undefined) throw new Error('There is no status.jsonl.');
  return log;
}

/** Rejects p 1.0.0 in TESTING on main, accepts it on the branch release, and lets git merge release into main. */
async function mergeBranches({ scene }: Field, target: Target | null = null): Promise<string> {
  const environment = target?.environment ?? { host: '127.0.0.1', port: 9, user: 'root' };
  const environments = {
    dev: { ...environment, stage: 'DEVELOPMENT' },
    prod: { ...environment, stage: 'PRODUCTION' },
  };
  scene.writeProject({ ...(target === null ? {} : { schema: target.schema }), environments });
  writeProcedure(scene, 'one');
  const git = (...words: readonly string[]): void => {
    const options = { cwd: scene.project, env: scene.variables(), stdio: 'ignore' } as const;
    execFileSync('git', [...words], options);
  };
  git('init', '-q', '-b', 'main');
  await prepare(scene.sproc('register'));
  await prepare(scene.sproc(['mark', 'p', 'TESTING', '--reason', 'tests']));
  git('add', '-A');
  git('commit', '-qm', 'one');
  git('checkout', '-qb', 'release');
  await prepare(scene.sproc(['mark', 'p', 'PRODUCTION', '--reason', 'looks fine']));
  git('commit', '-qam', 'accept');
  git('checkout', '-q', 'main');
  await prepare(scene.sproc(['mark', 'p', 'DEVELOPMENT', '--reason', 'QA rejected it: loses money']));
  git('commit', '-qam', 'reject');
  try {
    git('merge', '-q', '--no-edit', 'release');
  } catch {
    // A conflict, which leaves both sides in the file.
  }
  return findLog(scene);
}

/** Returns the result of merge=union, or of a hasty person, for a conflict. */
function withoutMarkers(text: string): string {
  return linesOf(text)
    .filter((line) => line.startsWith('{'))
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

async function killOnceThereAre(
  scene: Scene,
  files: number,
  child: { kill(signal: NodeJS.Signals): boolean },
): Promise<void> {
  for (let waited = 0; waited < 5_000 && filesBelow(scene, '.sproc').length < files; waited += 5) await pause(5);
  child.kill('SIGKILL');
}

function filesBelow(scene: Scene, folder: string): readonly string[] {
  if (!existsSync(path.join(scene.project, folder))) return [];
  const all = readdirSync(path.join(scene.project, folder), { recursive: true, withFileTypes: true });
  return all
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(scene.project, path.join(entry.parentPath, entry.name)));
}
