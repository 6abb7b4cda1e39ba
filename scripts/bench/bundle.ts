/** The code that the extension loads when it is activated: its own and the protocol, but no engine. */
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { repositoryPath } from '../repository';

/** Prints the content of the client's bundle by house, and the events that activate the extension. */
export async function measureBundle(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: repositoryPath(),
    entryPoints: ['client/src/extension.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    minify: true,
    write: false,
    outfile: 'client.js',
    metafile: true,
  });
  const bytes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(metafile.outputs['client.js']?.inputs ?? {})) {
    const [house = ''] = file.split('/');
    bytes.set(house, (bytes.get(house) ?? 0) + bytesInOutput);
  }
  const houses = [...bytes]
    .sort((a, b) => b[1] - a[1])
    .map(([house, size]) => `${house} ${Math.round(size / 1024)} KiB`);
  const engine = bytes.get('engine') ?? 0;
  print(`  ${'the client loads'.padEnd(44)} ${houses.join(', ')}`);
  print(`  ${'of the engine'.padEnd(44)} ${engine === 0 ? 'nothing' : `${engine} bytes`}   (target: nothing)`);
  const manifest = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8')) as {
    activationEvents: readonly string[];
  };
  print(`  ${'activated by'.padEnd(44)} ${manifest.activationEvents.join(', ')}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
