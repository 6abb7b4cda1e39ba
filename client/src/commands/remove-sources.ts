/** Removes the sources of routines that were dropped on a server: files with nothing else go to the trash. */
import { commands as vscodeCommands, Position, Range, Uri, workspace } from 'vscode';
import { sourceRoutines } from '#protocol';
import { showFailure } from '../workbench/failure-message';
import type { CommandContext } from './command';

/** Asks, then removes files that define nothing else, and opens the others at the routine. */
export async function removeSources(
  context: CommandContext,
  project: string,
  routines: readonly string[],
): Promise<void> {
  const reply = await context.server.ask(sourceRoutines, { project });
  if (!reply.ok) return showFailure(context, reply.error, { project });
  const own = reply.value.filter(({ routine }) => routines.includes(routine));
  const files = [...new Set(own.map(({ uri }) => uri))];
  const isAlone = (uri: string): boolean =>
    reply.value.every((each) => each.uri !== uri || routines.includes(each.routine));
  const alone = files.filter(isAlone);
  const shared = own.filter(({ uri }) => !alone.includes(uri));
  if (own.length === 0) {
    await context.dialogs.report('information', `No source file defines ${routines.join(', ')}.`);
    return;
  }
  if (alone.length > 0) {
    const remove = 'Move to Trash';
    const names = alone.map((uri) => workspace.asRelativePath(Uri.parse(uri)));
    const detail = `${names.join('\n')}\n\nNothing else is defined there. Versions in the registry stay.`;
    const message = `Remove the source of ${own.map(({ routine }) => routine).join(', ')}?`;
    if ((await context.dialogs.confirm({ message, detail, answers: [remove] })) !== remove) return;
    for (const uri of alone) await workspace.fs.delete(Uri.parse(uri), { useTrash: true });
  }
  const [first] = shared;
  if (first === undefined) return;
  const at = new Position(first.line - 1, 0);
  await vscodeCommands.executeCommand('vscode.open', Uri.parse(first.uri), { selection: new Range(at, at) });
  await context.dialogs.report(
    'information',
    `This file defines other routines, too. Remove ${first.routine} from it.`,
  );
}
