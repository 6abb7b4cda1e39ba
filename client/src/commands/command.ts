/** The definition of a command of the palette, and its context. */
import type { ExtensionContext } from 'vscode';
import type { Comparing } from '../comparing/comparing';
import type { ChangesInProgress } from '../workbench/changes-in-progress';
import type { CommandArgument } from '../workbench/command-argument';
import type { Dialogs } from '../workbench/dialogs';
import type { PlanDocuments } from '../documents/plan-documents';
import type { RefusedTextProblems } from '../documents/refused-text-problems';
import type { LedgerDocuments } from '../documents/ledger-documents';
import type { ReportDocuments } from '../documents/report-documents';
import type { DeploymentsView } from '../views/deployments-view';
import type { LanguageServer } from '../workbench/language-server';
import type { Projects } from '../workbench/projects';
import type { Secrets } from '../workbench/secrets';

export interface CommandContext {
  readonly server: LanguageServer;
  readonly projects: Projects;
  readonly dialogs: Dialogs;
  readonly secrets: Secrets;
  readonly reports: ReportDocuments;
  readonly plans: PlanDocuments;
  readonly changes: ChangesInProgress;
  readonly refusals: RefusedTextProblems;
  readonly comparing: Comparing;
  readonly ledger: LedgerDocuments;
  readonly deployments: DeploymentsView;
  readonly extension: ExtensionContext;
  /** Opens the log beside the editors. */
  showLog(): void;
}

export interface Command {
  readonly id: string;
  /** Runs the command; returns its result to a calling program, undefined if the person declined. */
  run(context: CommandContext, argument: CommandArgument): Promise<unknown>;
}
