/** Opens a project: reads and checks sproc.json, and returns all use cases. */
import { advise } from '../base/advice';
import type { KeptTexts } from '../base/kept-texts';
import { failure, type Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import type { SourceIndex } from '../analysis/sources/source-index';
import type { Connect } from '../database/connection/session';
import type { ProjectConfig, RegistryPlace } from '../project/environment';
import { projectFile } from '../project/project-file';
import { parseProjectFile } from '../project/parse-project-file';
import type { Provenance, Secrets, SourceTree } from '../project/ports';
import type { KeptHeads } from '../registry/folder/kept-heads';
import type { Registry } from '../registry/records/registry';
import { storeOnlyDecoded } from '../registry/records/well-formed-registry';
import type { Sproc } from './sproc';
import { bindUseCases } from './bind-use-cases';
import { Project } from './shared/project';

/** The host, by role; `nodePorts` in #engine/node creates the real one. */
export interface SprocPorts {
  readonly tree: SourceTree;
  readonly secrets: Secrets;
  readonly provenance: Provenance;
  readonly connect: Connect;
  /** Opens a registry; `host` has the parts for reaching one on a server. */
  readonly openRegistry: (place: RegistryPlace, host: RegistryHost) => Registry;
  /** Returns the heads of ledgers in a registry's folder; absent or null for another registry. */
  readonly openHeads?: (place: RegistryPlace) => KeptHeads | null;
  /** Keeps the last seen states of environments; absent where nothing is kept. */
  readonly lastSeen?: KeptTexts;
}

export interface RegistryHost {
  readonly config: ProjectConfig;
  readonly connect: Connect;
  readonly secrets: Secrets;
}

/**
 * Opens a project.
 * @param index An existing one of the same tree, if there is one.
 * @param known The content of sproc.json that was read before; null reads it.
 */
export async function openProject(
  ports: SprocPorts,
  index?: SourceIndex,
  known: ProjectConfig | null = null,
): Promise<Result<Sproc, Failure>> {
  const read = known === null ? await readProjectFile(ports) : succeed(known);
  if (!read.ok) return read;
  const config = read.value;
  const { openRegistry, openHeads, ...rest } = ports;
  const { connect, secrets } = ports;
  const open = (place: RegistryPlace): Registry => storeOnlyDecoded(openRegistry(place, { config, connect, secrets }));
  const heads = openHeads?.(config.registry) ?? null;
  return succeed(
    bindUseCases(new Project(config, { ...rest, registry: open(config.registry), heads, openRegistry: open }, index)),
  );
}

async function readProjectFile(ports: SprocPorts): Promise<Result<ProjectConfig, Failure>> {
  const text = await ports.tree.read(projectFile);
  if (text === null && !(await ports.tree.isFree(projectFile)))
    return failure(
      'bad-project',
      `${projectFile} in ${ports.tree.root} cannot be read.`,
      'Make it a regular file in the project that you can read.',
    );
  if (text === null)
    return failure(
      'bad-project',
      `There is no ${projectFile} in ${ports.tree.root}.`,
      advise`Create one with ${{ id: 'init' }}, or name the folder that has it with ${{ id: 'select-project' }}.`,
    );
  const { value: config, mistakes } = parseProjectFile(text);
  if (config === null) {
    const lines = mistakes.map(({ line, message }) => `${projectFile}:${line}: ${message}`);
    return fail({ kind: 'bad-project', message: lines.join('\n'), hasLines: true, remedy: `Correct ${projectFile}.` });
  }
  return succeed(config);
}
