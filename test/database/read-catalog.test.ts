import assert from 'node:assert/strict';
import { readCatalog, readRoutines } from '../../engine/src/database/read-catalog';
import type { Row, Sql } from '../../engine/src/database/connection/session';
import { mariadbFacts, memorySession, mysqlFacts, refusal, type Answering } from '../support/memory-session';

function shown(kind: string, text: string | null, sqlMode = '', name = 'a'): readonly Row[] {
  return [
    {
      [kind]: name,
      sql_mode: sqlMode,
      [`Create ${kind}`]: text,
      character_set_client: 'utf8mb4',
      collation_connection: 'utf8mb4_bin',
      'Database Collation': 'utf8mb4_bin',
    },
  ];
}

/** Returns the requested procedure. */
function shownAs(sql: string): readonly Row[] {
  const name = /`([^`]+)`$/.exec(sql)?.[1] ?? '';
  return shown('Procedure', `CREATE PROCEDURE \`${name}\`() SELECT 1`, '', name);
}

function schemaWith(names: readonly string[], show: Answering): Answering {
  return (sql) => {
    if (sql.startsWith('SHOW CREATE')) return show(sql);
    if (sql.includes('information_schema.ROUTINES'))
      return names.map((name) => ({ name, kind: 'PROCEDURE', created: null, altered: null, moment: null }));
    if (sql.includes('information_schema.SCHEMATA')) return [{ character_set: 'utf8mb4', collation: 'utf8mb4_bin' }];
    return [];
  };
}

async function read(names: readonly string[], show: Answering, server = mysqlFacts) {
  const session = memorySession(schemaWith(names, show), server);
  const catalog = await readCatalog(session, 'shop');
  assert.ok(catalog.ok);
  return { catalog: catalog.value, asked: session.asked };
}

describe('reading a schema', () => {
  it('leaves out what is dropped meanwhile, and reads the rest', async () => {
    const { catalog } = await read(['a', 'b', 'c'], (sql) => (sql.includes('`b`') ? refusal(1305) : shownAs(sql)));
    assert.deepEqual(
      catalog.routines.map(({ routine }) => routine.key.name),
      ['a', 'c'],
    );
    assert.deepEqual(catalog.unreadable, []);
  });

  it('says which privilege shows a hidden text', async () => {
    const hidden: Answering = () => shown('Procedure', null);
    assert.match(
      (await read(['a'], hidden)).catalog.unreadable[0]?.reason ?? '',
      /GRANT SHOW_ROUTINE ON \*\.\* TO 'deployer'@'%';/,
    );
    assert.match(
      (await read(['a'], hidden, mariadbFacts)).catalog.unreadable[0]?.reason ?? '',
      /GRANT SELECT ON mysql\.proc TO/,
    );
  });

  it('asks for many texts at once', async () => {
    const names = Array.from({ length: 250 }, (_, i) => `p${i}`);
    let packets = 0;
    const session = memorySession(schemaWith(names, shownAs));
    const counted = { ...session, queryMany: (sql: Sql) => (packets++, session.queryMany(sql)) };
    assert.ok((await readCatalog(counted, 'shop')).ok);
    assert.equal(packets, 3);
  });

  it('reads a text under the modes of its creation', async () => {
    const { catalog } = await read(['a'], () =>
      shown('Procedure', 'CREATE DEFINER="root"@"%" PROCEDURE "a"() SELECT "b"', 'ANSI_QUOTES,STRICT_ALL_TABLES'),
    );
    assert.deepEqual(catalog.routines[0]?.routine.modes.sqlMode, ['ANSI_QUOTES', 'STRICT_ALL_TABLES']);
    assert.deepEqual(catalog.routines[0].routine.definer, { user: 'root', host: '%' });
  });

  it('takes back the escapes that SHOW CREATE adds to a comment under NO_BACKSLASH_ESCAPES', async () => {
    const { catalog } = await read(['a'], () =>
      shown('Procedure', "CREATE PROCEDURE `a`()\n    COMMENT 'a\\\\b''c'\nSELECT '\\'", 'NO_BACKSLASH_ESCAPES'),
    );
    assert.equal(catalog.routines[0]?.routine.characteristics.comment, "a\\b'c");
    assert.equal(catalog.routines[0].routine.parts.body, "SELECT '\\'");
  });

  it('mends a comment that SHOW CREATE garbles, or says that it cannot', async () => {
    const garbled = "CREATE PROCEDURE `a`()\n    COMMENT 'GrÃ¼Ãe'\nSELECT 1";
    const answer =
      (characterSet: string): Answering =>
      (sql) => {
        if (sql.startsWith('SHOW CREATE'))
          return [{ ...shown('Procedure', garbled)[0], character_set_client: characterSet }];
        if (sql.includes('information_schema.ROUTINES'))
          return [{ name: 'a', kind: 'PROCEDURE', created: null, altered: null, moment: null, comment: 'Grüße' }];
        return [];
      };
    const latin = await readCatalog(memorySession(answer('latin1')), 'shop');
    assert.ok(latin.ok);
    assert.equal(latin.value.routines[0]?.routine.characteristics.comment, 'Grüße');
    for (const [characterSet, why] of [
      ['gbk', /garbles its comment/],
      ['hp8', /character set hp8/],
    ] as const) {
      const other = await readCatalog(memorySession(answer(characterSet)), 'shop');
      assert.ok(other.ok);
      assert.match(other.value.unreadable[0]?.reason ?? '', why);
    }
  });

  it('says where triggers stand among their neighbours', async () => {
    const session = memorySession((sql) => {
      const name = /`([^`]+)`$/.exec(sql)?.[1] ?? '';
      if (sql.startsWith('SHOW CREATE'))
        return [
          {
            Trigger: name,
            sql_mode: '',
            'SQL Original Statement': `CREATE TRIGGER ${name} BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1`,
            character_set_client: 'utf8mb4',
            collation_connection: 'utf8mb4_bin',
          },
        ];
      if (sql.includes('information_schema.TRIGGERS'))
        return ['one', 'two', 'three'].map((name) => ({
          name,
          created: null,
          altered: null,
          moment: name === 'three' ? 't AFTER INSERT' : 't BEFORE INSERT',
        }));
      return [];
    });
    const catalog = await readCatalog(session, 'shop');
    assert.ok(catalog.ok);
    assert.deepEqual(
      catalog.value.routines.map(({ triggerPlace }) => triggerPlace),
      ['PRECEDES `two`', 'FOLLOWS `one`', null],
    );
  });

  for (const [what, answer, why] of [
    ['the name of another routine', shown('Procedure', 'CREATE PROCEDURE `b`() SELECT 1', '', 'b'), 'procedure b'],
    [
      'the text of another routine',
      shown('Procedure', 'CREATE PROCEDURE `b`() SELECT 1'),
      'the text of procedure shop.b',
    ],
    [
      'the text of another kind',
      shown('Procedure', 'CREATE FUNCTION `a`() RETURNS INT RETURN 1'),
      'the text of function shop.a',
    ],
  ] as const)
    it(`takes ${what} for nothing that was asked for`, async () => {
      const { catalog } = await read(['a'], () => answer);
      assert.deepEqual(catalog.routines, []);
      assert.deepEqual(
        catalog.unreadable.map(({ reason }) => reason),
        [`procedure shop.a is not readable: the server answered with ${why}.`],
      );
      const session = memorySession(() => answer);
      const routines = await readRoutines(session, [{ schema: 'shop', kind: 'procedure', name: 'a' }]);
      assert.equal(
        routines.ok && routines.value[0],
        `procedure shop.a is not readable: the server answered with ${why}.`,
      );
    });

  it('takes a routine by the spelling of its name that the server has', async () => {
    const { catalog } = await read(['A'], () => shown('Procedure', 'CREATE PROCEDURE `a`() SELECT 1'));
    assert.equal(catalog.routines[0]?.routine.key.name, 'A');
  });

  it('refuses a list that names a kind that was not asked for', async () => {
    const session = memorySession((sql) =>
      sql.includes('information_schema.ROUTINES') ? [{ name: 'a', kind: 'TRIGGER', created: null }] : [],
    );
    const catalog = await readCatalog(session, 'shop');
    assert.match(catalog.ok ? '' : catalog.error.message, /not asked for/);
  });

  it('ends with the connection', async () => {
    const catalog = await readCatalog(memorySession(schemaWith(['a'], () => refusal(2013, 'lost', true))), 'shop');
    assert.ok(!catalog.ok && catalog.error.connectionLost);
  });
});
