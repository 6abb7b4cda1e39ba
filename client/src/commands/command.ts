/** The definition of a command of the palette, and its context. */
import type { ExtensionContext } from 'vscode';
import type { CommandArgument } from '../workbench/command-argument';
import type { Dialogs } from '../workbench/dialogs';
import type { ReportDocuments } from '../documents/report-documents';
import type { LanguageServer } from '../workbench/language-server';
import type { Projects } from '../workbench/projects';
import type { Secrets } from '../workbench/secrets';

export interface CommandContext {
  readonly server: LanguageServer;
  readonly projects: Projects;
  readonly dialogs: Dialogs;
  readonly secrets: Secrets;
  readonly reports: ReportDocuments;
  readonly extension: ExtensionContext;
  /** Opens the log beside the editors. */
  showLog(): void;
}

export interface Command {
  readonly id: string;
  /** Gives what came of it to a program that called it; undefined where the person turned away. */
  run(context: CommandContext, argument: CommandArgument): Promise<unknown>;
}
