/** Virtual documents with the texts that a ledger has of a deployment's step, for VS Code's diff editor. */
import { Uri, workspace, type Disposable } from 'vscode';
import type { DeploymentStepAnswer } from '#engine';
import { deploymentSteps, type InProject, visible } from '#protocol';
import { schemes } from '../workbench/contributions';
import type { LanguageServer } from '../workbench/language-server';
import { printFailure } from '../workbench/print-failure';
import { printSides, type Side } from './print-deployment';

export interface StepReference extends InProject {
  readonly environment: string;
  readonly deployment: string;
  readonly step: number;
}

export class LedgerDocuments implements Disposable {
  readonly #server: LanguageServer;
  readonly #texts = new Map<string, string>();
  readonly #registrations: readonly Disposable[];

  constructor(server: LanguageServer) {
    this.#server = server;
    this.#registrations = [
      workspace.registerTextDocumentContentProvider(schemes.ledger, {
        provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) ?? this.#read(uri),
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  /** Returns the addresses of both sides of a step that was read. */
  addressesOf(reference: StepReference, step: DeploymentStepAnswer): Readonly<Record<Side, Uri>> {
    const sides = printSides(step);
    const add = (side: Side): Uri => {
      const uri = uriOf(reference, step.routine, side);
      this.#texts.set(uri.toString(), sides[side]);
      return uri;
    };
    return { before: add('before'), after: add('after') };
  }

  /** Reads a text whose tab was open when the window was closed. */
  async #read(uri: Uri): Promise<string> {
    const { side, ...reference } = JSON.parse(uri.query) as StepReference & { readonly side: Side };
    const reply = await this.#server.ask(deploymentSteps, reference);
    if (!reply.ok) return `-- ${printFailure(reply.error)}\n`;
    const [step] = reply.value.steps;
    return step === undefined ? '-- The ledger does not have this step any more.\n' : printSides(step)[side];
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
  }
}

function uriOf(reference: StepReference, routine: string, side: Side): Uri {
  const query = JSON.stringify({ ...reference, side });
  const title = visible(`${routine} ${side} ${reference.deployment}.sql`);
  return Uri.from({ scheme: schemes.ledger, path: `/${title}`, query });
}
