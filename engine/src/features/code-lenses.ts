/** Code lenses: above each routine its version and where it runs, and the ways to deploy and compare it. */
import type { Span } from '../base/text';
import type { FileFacts } from '../analysis/sources/source-index';
import { printKey } from '../routine/routine';
import { printWhereItRuns, printWorkspaceVersion, type FindDeploymentInfo } from './deployment-info';

export interface CodeLens {
  /** The span of the routine's name. */
  readonly span: Span;
  readonly action: 'versions' | 'deploy' | 'compare';
  readonly title: string;
  /** `shop.place_order`. */
  readonly routine: string;
}

export function makeCodeLenses(facts: FileFacts, findDeploymentInfo: FindDeploymentInfo): readonly CodeLens[] {
  return facts.routines.flatMap(({ key, definition }) => {
    const known = findDeploymentInfo(key);
    const { span } = definition.name;
    const routine = printKey(key);
    const versions: readonly CodeLens[] =
      known === null
        ? []
        : [
            {
              span,
              action: 'versions',
              title: [printWorkspaceVersion(known), printWhereItRuns(known)].filter((part) => part !== '').join(' · '),
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
