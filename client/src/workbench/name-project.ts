/** Questions and messages name their project in a window with several: environments of two may have one name. */
import type { Dialogs } from './dialogs';
import { serverStopped } from './server-stopped';

/** Returns the dialogs with the name of a project in each title, before each message, and in the detail of questions. */
export function nameProject(dialogs: Dialogs, project: string): Dialogs {
  const titled = (title: string): string => `${title} · ${project}`;
  return {
    confirm: ({ detail, ...question }) =>
      dialogs.confirm({
        ...question,
        detail: [`Project ${project}.`, ...(detail === undefined ? [] : [detail])].join('\n\n'),
      }),
    pick: (choices, title, placeHolder) => dialogs.pick(choices, titled(title), placeHolder),
    pickMany: (choices, title, placeHolder) => dialogs.pickMany(choices, titled(title), placeHolder),
    ask: (input) => dialogs.ask({ ...input, title: titled(input.title) }),
    fill: (title, fields, known) => dialogs.fill(titled(title), fields, known),
    report: (kind, message, ...answers) =>
      // All projects share the language server.
      dialogs.report(kind, message.startsWith(serverStopped.message) ? message : `${project}: ${message}`, ...answers),
  };
}

/**
 * Returns the name of a project's folder as people read it, never an absolute path.
 * @param relative Its path relative to its workspace folder, as VS Code prints it; absolute for a folder outside of all.
 */
export function printFolder(relative: string): string {
  const isAbsolute = /^(?:[/\\]|[A-Za-z]:)/.test(relative);
  return isAbsolute ? (relative.split(/[/\\]/).findLast((part) => part !== '') ?? relative) : relative;
}
