/** Show Call Graph: the project's calls, or those around some routines, as a picture whose nodes lead to the sources. */
import { Range, Uri, ViewColumn, window, type WebviewPanel } from 'vscode';
import type { GraphAnswer } from '#engine';
import { graph, visible } from '#protocol';
import { makeCallGraphPage } from '../workbench/call-graph-page';
import { routinesOf } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askProject } from './ask';
import type { Command } from './command';

export const showCallGraph: Command = {
  id: commands.showCallGraph,
  async run(context, argument) {
    const state = await askProject(context, argument);
    if (state === undefined) return undefined;
    const { project } = state;
    const routines = routinesOf(argument);
    const request = { project, ...(routines === null ? {} : { routines, direction: 'both' as const }) };
    const reply = await whileAsking('Drawing the call graph', (token) => context.server.ask(graph, request, token));
    if (!reply.ok) {
      await showFailure(context, reply.error, { project });
      return undefined;
    }
    const title = visible(`Calls of ${routines?.join(', ') ?? 'the project'}`);
    const panel = window.createWebviewPanel('sproc.callGraph', title, ViewColumn.Active, { enableScripts: true });
    panel.webview.html = makeCallGraphPage(reply.value.svg, panel.webview.cspSource, reply.value.graph);
    leadToSources(panel, project, reply.value.graph);
    return reply.value.graph;
  },
};

/** Opens the file of a chosen node at its line, if a file defines it. */
function leadToSources(panel: WebviewPanel, project: string, { nodes }: GraphAnswer): void {
  panel.webview.onDidReceiveMessage(async (message: unknown) => {
    const chosen = nodes.find(({ id }) => id === message);
    if (chosen?.file == null) return;
    const line = (chosen.line ?? 1) - 1;
    const uri = Uri.joinPath(Uri.parse(project), chosen.file);
    await window.showTextDocument(uri, { viewColumn: ViewColumn.Beside, selection: new Range(line, 0, line, 0) });
  });
}
