/**
 * The pages of the rules, to which the code of each problem links. They are virtual documents, for which package.json
 * chooses VS Code's own preview.
 */
import { Uri, workspace, type Disposable } from 'vscode';
import { readRulePage } from '#protocol';
import { schemes } from '../workbench/contributions';

export function registerRulePages(extension: Uri): Disposable {
  return workspace.registerTextDocumentContentProvider(schemes.rule, {
    async provideTextDocumentContent({ path }) {
      const page = readRulePage(path);
      if (page === null) return '';
      const file = Uri.joinPath(extension, 'docs', 'rules', `${page}.md`);
      return new TextDecoder().decode(await workspace.fs.readFile(file));
    },
  });
}
