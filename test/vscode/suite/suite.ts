/** What VS Code's extension host calls to run the tests beside this file; knows nothing of which VS Code runs it. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/** Rejects if a test failed, which makes VS Code's exit code 1. Takes the reporter from `$SPROC_TEST_REPORTER`. */
export async function run(): Promise<void> {
  const reporter = process.env['SPROC_TEST_REPORTER'] ?? 'spec';
  const mocha = new Mocha({ timeout: 30_000, reporter, reporterOptions: { style: 'silent' }, ...only() });
  for (const name of readdirSync(__dirname).sort())
    if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} failed`);
}

/** `$SPROC_TEST_ONLY` is what `--grep` is for mocha's command line. */
function only(): Mocha.MochaOptions {
  const pattern = process.env['SPROC_TEST_ONLY'];
  return pattern === undefined ? {} : { grep: pattern };
}
