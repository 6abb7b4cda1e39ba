/** The contract of every registry, whatever its storage. */
import assert from 'node:assert/strict';
import { textChecksum } from '../../engine/src/registry/records/line-ends';
import type { Registry, StatusChange, Version } from '../../engine/src/registry/records/registry';
import { statusOf } from '../../engine/src/registry/records/statuses';
import { expectFailure, expectOk } from '../support/expect';
import { routineOf } from '../support/routine-of';

export function versionOf(text: string, version: string, more: Partial<Version> = {}): Version {
  const routine = routineOf(text);
  return {
    key: routine.key,
    version,
    routine,
    textChecksum: textChecksum(routine.text),
    author: 'Ada <ada@example.com>',
    createdAt: '2025-09-07T12:00:00.000Z',
    commit: null,
    description: '',
    bump: 'first',
    reason: 'The first version.',
    ...more,
  };
}

function firstChangeOf({ key, version, author, createdAt }: Version): StatusChange & { readonly key: Version['key'] } {
  return { key, version, from: null, to: 'DEVELOPMENT', by: author, at: createdAt, reason: 'registered' };
}

export function appendTo(registry: Registry, ...versions: readonly Version[]): ReturnType<Registry['append']> {
  return registry.append(versions, versions.map(firstChangeOf));
}

const greet = 'CREATE PROCEDURE greet(IN who VARCHAR(20)) SELECT who';

export function describeRegistry(name: string, open: () => Registry | Promise<Registry>): void {
  describe(`the registry ${name}`, () => {
    let registry: Registry;
    beforeEach(async () => (registry = await open()));

    const names = async (): Promise<readonly string[]> => {
      const records = await registry.list();
      assert.ok(records.ok);
      return records.value.flatMap(({ key, versions }) =>
        versions.map(({ version }) => `${key.kind} ${key.schema}.${key.name} ${version}`),
      );
    };

    it('begins empty', async () => {
      assert.deepEqual(await names(), []);
      assert.deepEqual(await registry.find({ schema: 'shop', kind: 'procedure', name: 'greet' }), {
        ok: true,
        value: null,
      });
    });

    it('gives back what was appended, to the character', async () => {
      const text =
        "CREATE DEFINER=`a`@`%` PROCEDURE greet(IN who VARCHAR(20))\r\nBEGIN\n\t-- über `n`\n\tSELECT 'x\\'', who;\n\nEND";
      const version = versionOf(text, '1.0.0', { description: 'Greets.\n"All"', commit: 'abc', reason: 'Because.' });
      assert.deepEqual(await appendTo(registry, version), { ok: true, value: undefined });
      const found = await registry.find(version.key);
      assert.ok(found.ok && found.value);
      const { routine, ...facts } = found.value.versions[0]!;
      const { routine: expected, ...expectedFacts } = version;
      assert.deepEqual(facts, expectedFacts);
      assert.equal(routine.text, expected.text);
      assert.deepEqual(routine.checksums, expected.checksums);
      assert.deepEqual(found.value.changes, [
        {
          version: '1.0.0',
          from: null,
          to: 'DEVELOPMENT',
          by: 'Ada <ada@example.com>',
          at: '2025-09-07T12:00:00.000Z',
          reason: 'registered',
        },
      ]);
    });

    it('sorts routines by key, and versions by number', async () => {
      await appendTo(
        registry,
        versionOf(greet, '1.10.0'),
        versionOf('CREATE FUNCTION f() RETURNS INT RETURN 1', '1.0.0'),
      );
      await appendTo(registry, versionOf(greet, '1.9.0'), versionOf(greet, '1.10.0-rc.1'));
      assert.deepEqual(await names(), [
        'function shop.f 1.0.0',
        'procedure shop.greet 1.9.0',
        'procedure shop.greet 1.10.0-rc.1',
        'procedure shop.greet 1.10.0',
      ]);
    });

    it('finds a procedure however its name is written, and nothing else of that name', async () => {
      await appendTo(registry, versionOf(greet, '1.0.0'));
      const find = async (kind: 'procedure' | 'function', schema: string, routine: string) => {
        const found = await registry.find({ kind, schema, name: routine });
        return found.ok && found.value !== null;
      };
      assert.equal(await find('procedure', 'shop', 'GREET'), true);
      assert.equal(await find('function', 'shop', 'greet'), false);
      assert.equal(await find('procedure', 'SHOP', 'greet'), false);
    });

    it('tells apart what the server tells apart', async () => {
      const on = 'BEFORE INSERT ON t FOR EACH ROW SET @a = 1';
      await appendTo(
        registry,
        versionOf(`CREATE TRIGGER audit ${on}`, '1.0.0'),
        versionOf(`CREATE TRIGGER Audit ${on}`, '1.0.0'),
      );
      assert.equal((await names()).length, 2);
    });

    it('never takes a version in the place of another', async () => {
      await appendTo(registry, versionOf(greet, '1.0.0'));
      const other = versionOf(`${greet}, 2`, '1.0.0');
      const refused = await appendTo(registry, other);
      assert.equal(refused.ok ? '' : refused.error.kind, 'could-not');
      const found = await registry.find(other.key);
      assert.equal(found.ok && found.value?.versions[0]?.routine.text, greet);
    });

    it('takes all of an append or none', async () => {
      await appendTo(registry, versionOf(greet, '1.0.0'));
      const refused = await appendTo(
        registry,
        versionOf('CREATE PROCEDURE other() SELECT 1', '1.0.0'),
        versionOf(greet, '1.0.0'),
      );
      assert.equal(refused.ok, false);
      const doubled = await appendTo(registry, versionOf(greet, '2.0.0'), versionOf(greet, '2.0.0'));
      assert.equal(doubled.ok, false);
      assert.deepEqual(await names(), ['procedure shop.greet 1.0.0']);
    });

    it('keeps each change of a status, and the last one counts', async () => {
      const version = versionOf(greet, '1.0.0');
      await appendTo(registry, version);
      const change = { version: '1.0.0', by: 'Bob', at: '2025-09-08T00:00:00.000Z', reason: 'tested' } as const;
      assert.equal((await registry.mark(version.key, { ...change, from: 'DEVELOPMENT', to: 'TESTING' })).ok, true);
      assert.equal((await registry.mark(version.key, { ...change, from: 'TESTING', to: 'DEVELOPMENT' })).ok, true);
      const found = await registry.find(version.key);
      assert.ok(found.ok && found.value);
      assert.equal(statusOf(found.value, '1.0.0'), 'DEVELOPMENT');
      assert.deepEqual(
        found.value.changes.map(({ from, to }) => [from, to]),
        [
          [null, 'DEVELOPMENT'],
          ['DEVELOPMENT', 'TESTING'],
          ['TESTING', 'DEVELOPMENT'],
        ],
      );
    });

    it('refuses a change from a status that the version no longer has', async () => {
      const version = versionOf(greet, '1.0.0');
      await appendTo(registry, version);
      const change = {
        version: '1.0.0',
        from: 'DEVELOPMENT',
        to: 'TESTING',
        by: 'Bob',
        at: '2025-09-08T00:00:00.000Z',
        reason: 'r',
      } as const;
      const answers = await Promise.all([
        registry.mark(version.key, change),
        registry.mark(version.key, { ...change, by: 'Cleo' }),
      ]);
      assert.deepEqual(answers.map(({ ok }) => ok).sort(), [false, true]);
    });

    it('tells both sides when a number is taken or a status has moved', async () => {
      const version = versionOf(greet, '1.0.0');
      expectOk(await appendTo(registry, version));
      assert.match(
        expectFailure(await appendTo(registry, versionOf(`${greet}, 2`, '1.0.0', { author: 'Bob' })), 'could-not')
          .message,
        /^procedure shop\.greet already has a version 1\.0\.0 with a different text, registered by Ada <ada@example\.com> at 2025-09-07T12:00:00\.000Z\. Nothing was registered\.$/,
      );
      const change = { version: '1.0.0', by: 'Bob', at: '2025-09-08T00:00:00.000Z', reason: 'tests pass' } as const;
      expectOk(await registry.mark(version.key, { ...change, from: 'DEVELOPMENT', to: 'TESTING' }));
      assert.equal(
        expectFailure(await registry.mark(version.key, { ...change, from: 'DEVELOPMENT', to: 'RETIRED' }), 'could-not')
          .message,
        'procedure shop.greet 1.0.0 is already TESTING, no longer DEVELOPMENT: Bob changed it at 2025-09-08T00:00:00.000Z (tests pass). It was not changed to RETIRED.',
      );
    });

    it('refuses a change of what is not there', async () => {
      const change = {
        version: '1.0.0',
        from: 'DEVELOPMENT',
        to: 'TESTING',
        by: 'Bob',
        at: '2025-09-08T00:00:00.000Z',
        reason: 'r',
      } as const;
      const refused = await registry.mark({ schema: 'shop', kind: 'procedure', name: 'greet' }, change);
      assert.equal(refused.ok ? '' : refused.error.kind, 'not-found');
    });

    it('removes what is RETIRED and nothing else, and its number stays taken', async () => {
      const [first, second] = [versionOf(greet, '1.0.0'), versionOf(`${greet}, 2`, '1.1.0')];
      await appendTo(registry, first, second);
      const live = expectFailure(await registry.remove(first.key, '1.0.0'), 'could-not');
      assert.match(live.message, /greet 1\.0\.0 is DEVELOPMENT\. Only RETIRED versions can be removed/);
      const change = { version: '1.0.0', from: 'DEVELOPMENT', to: 'RETIRED', by: 'Ada', reason: 'old' } as const;
      expectOk(await registry.mark(first.key, { ...change, at: '2025-09-08T00:00:00.000Z' }));
      expectOk(await registry.remove(first.key, '1.0.0'));
      assert.deepEqual(await names(), ['procedure shop.greet 1.1.0']);
      const record = expectOk(await registry.find(first.key));
      assert.deepEqual(
        record?.changes.filter(({ version }) => version === '1.0.0').map(({ to }) => to),
        ['DEVELOPMENT', 'RETIRED'],
      );
      expectFailure(await registry.remove(first.key, '1.0.0'), 'not-found');
      const taken = expectFailure(await appendTo(registry, first), 'could-not');
      assert.match(taken.message, /1\.0\.0 of .* was used by a version that has since been removed/);
      assert.deepEqual(await names(), ['procedure shop.greet 1.1.0']);
    });

    it('holds names that no file system would', async () => {
      const odd = versionOf('CREATE PROCEDURE `../../etc/passwd\u0001 *?` () SELECT 1', '1.0.0');
      assert.equal((await appendTo(registry, odd)).ok, true);
      const found = await registry.find(odd.key);
      assert.equal(found.ok && found.value?.key.name, odd.key.name);
    });
  });
}
