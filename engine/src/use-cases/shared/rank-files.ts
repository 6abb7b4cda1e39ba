/** The order of the source files that define the same routine, from the project file. */
import type { FileRanks } from '../../analysis/sources/definition-order';
import type { ProjectConfig } from '../../project/environment';
import type { SourceTree } from '../../project/ports';

/** Ranks the files; those that match none of the patterns have no rank. */
export async function rankFiles(tree: SourceTree, { prefer }: Pick<ProjectConfig, 'prefer'>): Promise<FileRanks> {
  const ranks = new Map<string, number>();
  for (const [rank, pattern] of prefer.entries())
    for (const file of await tree.list([pattern])) if (!ranks.has(file)) ranks.set(file, rank);
  return ranks;
}
