/** Every handler; nothing registers itself. */
import { addEnvironment } from './add-environment';
import { callHierarchy } from './call-hierarchy';
import { codeAction } from './code-action';
import { codeLens } from './code-lens';
import { completion } from './completion';
import { createProject } from './create-project';
import { definition } from './definition';
import { formatting } from './formatting';
import type { Handler } from './handler';
import { hover } from './hover';
import { hoverLinks } from './hover-links';
import { inlayHint } from './inlay-hint';
import { projectState } from './project-state';
import { references } from './references';
import { rename } from './rename';
import { semanticTokens } from './semantic-tokens';
import { symbols } from './symbols';
import { useCases } from './use-cases';

export const allHandlers: readonly Handler[] = [
  symbols,
  definition,
  references,
  rename,
  hover,
  hoverLinks,
  callHierarchy,
  codeAction,
  codeLens,
  completion,
  semanticTokens,
  inlayHint,
  formatting,
  projectState,
  createProject,
  addEnvironment,
  useCases,
];
