/** Files in the styles of the tools that write them: the routines that the real client creates are those that are listed. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { ClientRunner } from '../../scripts/conformance/client-runner';
import { compareFile } from '../../scripts/conformance/compare-files';
import { repositoryPath } from '../../scripts/repository';
import { flavors, type Flavor } from '../../scripts/servers/flavor';
import { findServerProgram } from '../../scripts/servers/server-program';

const folder = repositoryPath('test', 'fixtures', 'client-files');
const files = readdirSync(folder).sort();

/** Returns true if a file is for this server; `x.mysql.sql` is for the client of MySQL only. */
function isFor(file: string, flavor: Flavor): boolean {
  return !flavors.some((other) => other !== flavor && file.endsWith(`.${other}.sql`));
}

describe('a file and the command line client', () => {
  for (const flavor of flavors)
    describe(`on ${flavor}`, () => {
      let runner: ClientRunner;

      before(async function () {
        this.timeout(600_000);
        const program = await findServerProgram(flavor);
        if (!program.ok && process.env['CI'] !== 'true') return this.skip();
        assert.ok(program.ok);
        runner = await ClientRunner.start(flavor);
      });
      after(() => runner.stop());

      for (const file of files.filter((one) => isFor(one, flavor)))
        it(`see the same in ${file}`, async () => {
          const options = { ...defaultParserOptions, dialect: flavor, serverVersion: versionOf(runner.server.version) };
          const { listed, ...differences } = await compareFile(
            runner,
            readFileSync(path.join(folder, file), 'utf8'),
            options,
          );
          assert.ok(listed > 0);
          assert.deepEqual(differences, {
            missed: [],
            prepared: [],
            invented: [],
            unseen: [],
            alarms: [],
            isWhole: true,
          });
        });
    });
});

/** Returns 101118 for `10.11.18-MariaDB`. */
function versionOf(text: string): number {
  const [major = 0, minor = 0, patch = 0] = text.split(/[.-]/).map(Number);
  return major * 10_000 + minor * 100 + patch;
}
