/** Routines with a type in each place for one, and the question to a server whether it accepts them. */
import type { Connection } from 'mysql2/promise';
import type { LiveServer } from '../../support/live-servers';

/** A routine of a generated project. */
export interface Form {
  readonly name: string;
  /** The mode that its file sets; null for the server's own. */
  readonly mode: string | null;
  /** The CREATE without a delimiter. */
  readonly create: string;
}

type Write = (type: string, name: string) => string;

/** The forms of a function with a type in each place, from the fullest on. */
const functions: readonly Write[] = [
  (type, name) =>
    `CREATE FUNCTION ${name}(a ${type}) RETURNS ${type} DETERMINISTIC BEGIN DECLARE v ${type}; RETURN NULL; END`,
  (type, name) => `CREATE FUNCTION ${name}(a ${type}) RETURNS ${type} DETERMINISTIC RETURN NULL`,
  (type, name) => `CREATE PROCEDURE ${name}(a ${type}) BEGIN DECLARE v ${type}; END`,
  (type, name) => `CREATE PROCEDURE ${name}(a ${type}) BEGIN END`,
];

const oracleFunctions: readonly Write[] = [
  (type, name) =>
    `CREATE FUNCTION ${name}(a ${type}) RETURN ${type} DETERMINISTIC AS v ${type}; BEGIN RETURN NULL; END`,
  (type, name) => `CREATE FUNCTION ${name}(a ${type}) RETURN ${type} DETERMINISTIC AS BEGIN RETURN NULL; END`,
  (type, name) => `CREATE PROCEDURE ${name}(a ${type}) AS v ${type}; BEGIN NULL; END`,
  (type, name) => `CREATE PROCEDURE ${name}(a ${type}) AS BEGIN NULL; END`,
];

export function isOracle(mode: string | null): boolean {
  return mode !== null && mode.includes('ORACLE');
}

/** Returns a procedure with each type as IN, OUT and INOUT. */
function writeProcedure(types: readonly string[], name: string, mode: string | null): string {
  const list = types.flatMap((type, i) =>
    isOracle(mode)
      ? [`a${i} IN ${type}`, `b${i} OUT ${type}`, `c${i} IN OUT ${type}`]
      : [`IN a${i} ${type}`, `OUT b${i} ${type}`, `INOUT c${i} ${type}`],
  );
  return `CREATE PROCEDURE ${name}(${list.join(', ')}) ${isOracle(mode) ? 'AS BEGIN NULL; END' : 'BEGIN END'}`;
}

async function setMode(connection: Connection, mode: string | null): Promise<void> {
  await connection.query(`SET sql_mode = ${mode === null ? '@@global.sql_mode' : `'${mode}'`}`);
}

/** Returns the types that the server accepts, and forms of them; it compiles a text before it misses the schema. */
export async function askForms(
  connection: Connection,
  { types, mode, prefix }: { readonly types: readonly string[]; readonly mode: string | null; readonly prefix: string },
): Promise<{ readonly types: readonly string[]; readonly forms: readonly Form[] }> {
  await setMode(connection, mode);
  const forms: Form[] = [];
  const known: string[] = [];
  const written = isOracle(mode) ? oracleFunctions : functions;
  for (const type of types) {
    if (!(await accepts(connection, written.at(-1)?.(type, nowhere) ?? ''))) continue;
    known.push(type);
    for (const write of written)
      if (await accepts(connection, write(type, nowhere))) {
        const name = `${prefix}f${forms.length}`;
        forms.push({ name, mode, create: write(type, name) });
        break;
      }
  }
  for (let i = 0; i < known.length; i += 8) {
    const name = `${prefix}p${i}`;
    forms.push({ name, mode, create: writeProcedure(known.slice(i, i + 8), name, mode) });
  }
  return { types: known, forms };
}

const nowhere = 'no_such_schema.f';

/** Returns true if the only fault of a statement is that its schema is missing. */
async function accepts(connection: Connection, create: string): Promise<boolean> {
  const error = await connection.query(create).then(
    () => null,
    (problem: unknown) => problem as { readonly errno?: number },
  );
  if (error === null) throw new Error(`The server has the schema of: ${create}`);
  return error.errno === 1049;
}

/** Creates the forms as any client does; returns those that the server took. */
export async function createForms(
  server: LiveServer,
  schema: string,
  forms: readonly Form[],
): Promise<readonly Form[]> {
  const taken = new Set<Form>();
  const waiting = [...forms];
  const work = async (): Promise<void> => {
    const connection = await server.connect({ database: schema });
    let mode: string | null | undefined;
    for (let form = waiting.shift(); form !== undefined; form = waiting.shift()) {
      if (form.mode !== mode) await setMode(connection, (mode = form.mode));
      const isTaken = await connection.query(form.create).then(
        () => true,
        () => false,
      );
      if (isTaken) taken.add(form);
    }
    await connection.end();
  };
  await Promise.all(Array.from({ length: 4 }, work));
  return forms.filter((form) => taken.has(form));
}

/** Returns files with many forms in each, and where each form is. */
export function makeFiles(forms: readonly Form[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const mode of new Set(forms.map((form) => form.mode))) {
    const own = forms.filter((form) => form.mode === mode);
    for (let i = 0; i < own.length; i += 100) {
      const texts = own.slice(i, i + 100).map(({ create }) => `${create}\n${delimiter}\n`);
      const set = mode === null ? '' : `SET sql_mode = '${mode}';\n`;
      files[`${(mode ?? 'own').replace(/\W+/g, '-')}-${i}.sql`] =
        `${set}DELIMITER ${delimiter}\n${texts.join('')}DELIMITER ;\n`;
    }
  }
  return files;
}

/** A text that no generated routine has. */
const delimiter = '^^^';
