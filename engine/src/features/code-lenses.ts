/** Code lenses: above each routine its version and where it runs, and the ways to deploy and compare it. */
import { printable } from '../base/printable';
import type { Span } from '../base/text';
import type { FileFacts, SourceIndex } from '../analysis/sources/source-index';
import { printAmong } from '../routine/distinct-names';
import { identify } from '../routine/routine';
import { printWhereItRuns, printWorkspaceVersion, type FindDeploymentInfo } from './deployment-info';

export interface CodeLens {
  /** The span of the routine's name. */
  readonly span: Span;
  readonly action: 'versions' | 'deploy' | 'compare';
  readonly title: string;
  /** `shop.place_order`. */
  readonly routine: string;
}

export function makeCodeLenses(
  index: Pick<SourceIndex, 'find'>,
  facts: FileFacts,
  findDeploymentInfo: FindDeploymentInfo,
): readonly CodeLens[] {
  return facts.routines.flatMap(({ key, definition }) => {
    const known = findDeploymentInfo(key);
    const { span } = definition.name;
    const routine = printAmong(key, (other) => index.find(identify(other)).length > 0);
    const versions: readonly CodeLens[] =
      known === null
        ? []
        : [
            {
              span,
              action: 'versions',
              title: printable(
                [printWorkspaceVersion(known), printWhereItRuns(known)].filter((part) => part !== '').join(' · '),
              ),
              routine,
            },
          ];
    return [
      ...versions,
      { span, action: 'deploy', title: 'Deploy…', routine },
      { span, action: 'compare', title: 'Compare…', routine },
    ];
  });
}
