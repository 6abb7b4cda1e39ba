/** A project on disk to measure with: many small files of routines, and one with a long procedure. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeScript } from './make-routines';

export interface MadeWorkspace {
  readonly folder: string;
  readonly files: number;
  readonly megabytes: number;
  /** The file with the long procedure, and its text. */
  readonly long: { readonly path: string; readonly text: string };
}

const routinesInFile = 4;

/** Creates files of some 4 kB, a hundred in each folder. */
export async function makeWorkspace(files: number): Promise<MadeWorkspace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sproc-workspace-'));
  const routines = makeScript(files * routinesInFile)
    .replace(/^DELIMITER \$\$\n/, '')
    .replace(/\$\$\nDELIMITER ;\n$/, '')
    .split('$$\n\n');
  let characters = 0;
  for (let i = 0; i < files; i++) {
    const own = routines.slice(i * routinesInFile, (i + 1) * routinesInFile);
    const text = `DELIMITER $$\n${own.join('$$\n\n')}$$\nDELIMITER ;\n`;
    const place = path.join(folder, 'procedures', `area_${Math.floor(i / 100)}`);
    if (i % 100 === 0) await mkdir(place, { recursive: true });
    await writeFile(path.join(place, `file_${i}.sql`), text);
    characters += text.length;
  }
  const text = makeLongProcedure(3_000);
  await writeFile(path.join(folder, 'procedures', 'long.sql'), text);
  const project = { schema: 'shop', sources: ['procedures/**/*.sql'] };
  await writeFile(path.join(folder, 'sproc.json'), JSON.stringify(project));
  return { folder, files, megabytes: characters / 1e6, long: { path: 'procedures/long.sql', text } };
}

/**
 * Returns a procedure that calls the definitions of the other files, and uses its variables from the first line to the
 * last.
 */
function makeLongProcedure(lines: number): string {
  const variables = Array.from({ length: 40 }, (_, i) => `  DECLARE v_${i} INT DEFAULT 0;`);
  const pieces = Array.from({ length: Math.floor((lines - 50) / 5) }, (_, i) =>
    [
      `  SET v_${i % 40} = v_${(i + 1) % 40} + price_${(i % 100) * 5 + 4}(p_day_id, ${i});`,
      `  IF v_${i % 40} > ${i} THEN`,
      `    UPDATE orders AS o SET o.state = 'closed' WHERE o.customer_id = v_${(i + 2) % 40} AND o.id <> p_day_id;`,
      `    SELECT COUNT(*), MAX(o.net) INTO v_${(i + 3) % 40}, v_${(i + 4) % 40} FROM orders AS o WHERE o.id = v_${i % 40};`,
      '  END IF;',
    ].join('\n'),
  );
  const head = `DELIMITER $$\nCREATE PROCEDURE long_close(IN p_day_id INT, OUT p_count INT)\nBEGIN`;
  const tail = '  BEGIN\n    DECLARE v_unused INT;\n    SET p_count = v_0;\n  END;\nEND$$\nDELIMITER ;\n';
  return [head, ...variables, ...pieces, tail].join('\n');
}
