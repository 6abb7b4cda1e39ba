/**
 * The entry point that VS Code's extension host calls to run the tests in this folder, independent of the running VS
 * Code.
 */
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

/** Returns the options for `$SPROC_TEST_ONLY`, which is like `--grep` of mocha's command line. */
function only(): Mocha.MochaOptions {
  const pattern = process.env['SPROC_TEST_ONLY'];
  return pattern === undefined ? {} : { grep: pattern };
}
