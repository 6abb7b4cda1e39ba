// `npm test`: prepares the tests, runs all layers, and ends with one line of counts. See test/run-layers.ts.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install-packages.mjs';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
if (!installPackages()) {
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const { register } = await import('tsx/cjs/api');
register();
createRequire(import.meta.url)('./test/run-layers.ts');
