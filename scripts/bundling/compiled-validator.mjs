// For esbuild: puts the code that ajv makes of the project file's schema in the place of ajv itself.
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import path from 'node:path';

export const compiledValidator = {
  name: 'compiled-validator',
  setup(plan) {
    plan.onLoad({ filter: /engine[\\/]src[\\/]project[\\/]project-validator\.ts$/ }, async (module) => {
      const folder = path.dirname(module.path);
      const { projectSchema, readingOfSchema } = await evaluate(path.join(folder, 'project-schema.ts'));
      const ajv = new Ajv({ ...readingOfSchema, code: { source: true, esm: true } });
      const code = standaloneCode.default(ajv, ajv.compile(projectSchema));
      return { contents: `${code}\nexport const projectValidator = () => validate;`, resolveDir: folder };
    });
  },
};

/** Returns the exports of a module without its imports. */
async function evaluate(file) {
  const { outputFiles } = await build({ entryPoints: [file], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
