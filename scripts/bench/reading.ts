/** The speed of reading sources: compared with a pass that only visits every character, and with node-sql-parser. */
import mysqlGrammar from 'node-sql-parser/build/mysql';
import { SourceIndex } from '../../engine/src/analysis/sources/source-index';
import { makeRoutineGraph } from '../../engine/src/analysis/routine-graph';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import type { Statement } from '../../engine/src/syntax/nodes';
import { parseScript } from '../../engine/src/syntax/parse-script';
import { tokenize } from '../../engine/src/syntax/tokenizer';
import { makeScript } from './make-routines';
import { fastest, printMs, printRatio } from './measure';

export function measureReading(): void {
  const text = makeScript(9_000);
  const megabytes = text.length / 1e6;
  process.stdout.write(`Reading ${megabytes.toFixed(1)} MB of routines, best of 5\n`);
  const floor = { name: 'a pass over the characters', ms: fastest(5, () => lookAtEveryCharacter(text)) };
  printRatio('look at every character', floor.ms, floor);
  const tokens = fastest(5, () => tokenize(text, defaultParserOptions));
  printRatio('tokens', tokens, floor);
  const parsed = fastest(5, () => parseScript(text, defaultParserOptions));
  printRatio('tokens, syntax and references', parsed, floor);
  process.stdout.write(`  that is ${(megabytes / (parsed / 1000)).toFixed(1)} MB/s\n`);
  const strict = fastest(5, () => parseScript(text, defaultParserOptions).errors);
  printRatio('the same, and every error asked for', strict, floor);
  measureErrors(text, strict);
  measureGrowth();
  measurePeer(makeScript(400));
  measureIndex(text);
}

function lookAtEveryCharacter(text: string): number {
  let lines = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === 10) lines++;
  return lines;
}

/** Measures the cost of errors: one in each routine, and one before all of them. */
function measureErrors(text: string, whole: number): void {
  const broken = {
    'an error in each routine': text.replaceAll('END$$', () => 'SELECT 1 FROM FROM t; END$$'),
    'an error in the first': `SELECT (;\n${text}`,
  };
  for (const [what, changed] of Object.entries(broken)) {
    const ms = fastest(3, () => parseScript(changed, defaultParserOptions).errors);
    process.stdout.write(`  ${what}: ${(ms / whole).toFixed(2)} × of the text without it\n`);
  }
}

/** Checks that the cost grows linearly with the text. */
function measureGrowth(): void {
  const perByte = (count: number): number => {
    const text = makeScript(count);
    return fastest(5, () => parseScript(text, defaultParserOptions).errors) / text.length;
  };
  const small = perByte(40);
  process.stdout.write(`  time per byte, 100,000 lines against 1,000: ${(perByte(4_000) / small).toFixed(2)} ×\n`);
}

/** Compares with node-sql-parser, which reads no CREATE PROCEDURE: both get the inner statements that it can read. */
function measurePeer(text: string): void {
  const parser = new mysqlGrammar.Parser();
  const readable = innerStatements(text).filter((statement) => {
    try {
      parser.astify(statement, { database: 'MySQL' });
      return true;
    } catch {
      return false;
    }
  });
  const peer = {
    name: 'node-sql-parser',
    ms: fastest(2, () => readable.forEach((statement) => parser.astify(statement, { database: 'MySQL' }))),
  };
  const whole = `CREATE PROCEDURE p() BEGIN\n${readable.join(';\n')};\nEND`;
  const own = fastest(5, () => parseScript(whole, { ...defaultParserOptions, client: false }));
  process.stdout.write(
    `  ${readable.length.toLocaleString('en-US')} inner statements: node-sql-parser ${printMs(peer.ms)}, Sproc ${printMs(own)}: ${(peer.ms / own).toFixed(0)} times its throughput\n`,
  );
}

function innerStatements(text: string): readonly string[] {
  const script = parseScript(text, defaultParserOptions);
  const found: string[] = [];
  const walk = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === 'sql' && /^(SELECT|INSERT|UPDATE|DELETE)$/.test(statement.verb))
        found.push(text.slice(statement.span.start, statement.span.end));
      if ('statements' in statement) walk(statement.statements);
      if ('branches' in statement) statement.branches.forEach((branch) => walk(branch.statements));
    }
  };
  for (const { statement } of script.definitions) if (statement !== null) walk([statement]);
  return found;
}

function measureIndex(text: string): void {
  const files = text.split('$$\n\n');
  const index = new SourceIndex({ ...defaultParserOptions, schema: 'shop', client: false });
  const indexed = fastest(1, () => files.forEach((file, i) => index.update(`${i}.sql`, `${file} -- ${Math.random()}`)));
  process.stdout.write(
    `  index of ${files.length.toLocaleString('en-US')} files ${printMs(indexed)}, graph ${printMs(fastest(3, () => makeRoutineGraph(index)))}\n`,
  );
}
