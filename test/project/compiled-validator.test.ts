/** Bundles hold the validator as code that ajv has made before: it must say what ajv says. */
import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { repositoryPath } from '../../scripts/repository';

const files = [
  '{ "dialect": "mysqll", "schema": "", "sorces": 3 }',
  '{ "dialect": "mysql", "environments": { "registry": { "stage": "PROD", "port": 99999 }, "a b": {} } }',
  '{ "rules": { "unused-variable": "of" }, "sqlMode": 3, "sources": [] }',
  '{ "dialect": "mysql", "schema": "shop", "sources": ["*.sql"] }',
  '[]',
];

describe('the validator in a bundle', () => {
  it('tells the same mistakes without ajv', async () => {
    const bundled = await bundleParser();
    assert.doesNotMatch(bundled.text, /class Ajv/);
    for (const file of files) assert.deepEqual(bundled.parse(file).mistakes, parseProjectFile(file).mistakes);
  });
});

async function bundleParser(): Promise<{ readonly text: string; readonly parse: typeof parseProjectFile }> {
  const plugin = pathToFileURL(repositoryPath('scripts/bundling/compiled-validator.mjs')).href;
  const { compiledValidator } = (await import(plugin)) as { readonly compiledValidator: Plugin };
  const { outputFiles } = await build({
    entryPoints: [repositoryPath('engine/src/project/parse-project-file.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    write: false,
    plugins: [compiledValidator],
  });
  const text = outputFiles[0]?.text ?? '';
  const module = { exports: {} as { readonly parseProjectFile: typeof parseProjectFile } };
  const run = compileFunction(text, ['module', 'require']) as (...given: readonly unknown[]) => void;
  run(module, require);
  return { text, parse: module.exports.parseProjectFile };
}
