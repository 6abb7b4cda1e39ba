/** Plans as virtual documents with buttons of their own: in the editor's title, and as lenses in the text. */
import {
  CodeLens,
  commands as vscodeCommands,
  DocumentLink,
  EventEmitter,
  languages,
  Range,
  TabInputText,
  Uri,
  window,
  workspace,
  type Disposable,
} from 'vscode';
import type { PlanStep } from '#engine';
import { visible } from '#protocol';
import { commands, contextKeys, planLanguageId, rowCommands, schemes } from '../workbench/contributions';
import { isDeployable } from './plan-parts';
import { listPlanLenses, type PlanAction, type PlanState } from './plan-lenses';
import { planTitle, printPlan, type PlanToShow, type PrintedPlan } from './print-plan';
import { printScript } from './print-script';

/** A plan, and what its buttons do. */
export interface OfferedPlan extends Omit<PlanToShow, 'outcome'> {
  readonly project: string;
  /** The label of the button that runs it. */
  readonly button: string;
  /** True if the button is offered although the plan has errors: it asks about them. */
  readonly isOfferedAnyway?: boolean;
  /** Runs exactly this plan. */
  run(): Promise<unknown>;
  /** Makes a new plan, in place of this one. */
  again(): Promise<unknown>;
}

interface Shown {
  readonly offered: OfferedPlan;
  readonly state: PlanState;
  readonly printed: PrintedPlan;
}

/** A text that belongs to a plan: a side of a difference, or statements. */
interface Part {
  readonly plan: string;
  readonly fingerprint: string;
  /** The step, counted from 0; null for all. */
  readonly step: number | null;
  readonly part: 'before' | 'after' | 'sql';
}

export class PlanDocuments implements Disposable {
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #lensesChanged = new EventEmitter<void>();
  readonly #registrations: readonly Disposable[];

  constructor() {
    const selector = { scheme: schemes.plan };
    this.#registrations = [
      workspace.registerTextDocumentContentProvider(schemes.plan, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#textOf(uri),
      }),
      languages.registerCodeLensProvider(selector, {
        onDidChangeCodeLenses: this.#lensesChanged.event,
        provideCodeLenses: ({ uri }) => this.#makeLenses(uri),
      }),
      languages.registerDocumentLinkProvider(selector, { provideDocumentLinks: ({ uri }) => this.#makeLinks(uri) }),
      vscodeCommands.registerCommand(rowCommands.runPlan, (uri: unknown) => this.#act(String(uri), 'run', null)),
      vscodeCommands.registerCommand(rowCommands.runRollback, (uri: unknown) => this.#act(String(uri), 'run', null)),
      vscodeCommands.registerCommand(rowCommands.discardPlan, (uri: unknown) =>
        this.#act(String(uri), 'discard', null),
      ),
      vscodeCommands.registerCommand(rowCommands.usePlan, (uri: unknown, action: unknown, step: unknown) =>
        this.#act(String(uri), action as PlanAction, typeof step === 'number' ? step : null),
      ),
    ];
  }

  /** Opens a plan in its tab, in place of an earlier one for the same environment. */
  async show(offered: OfferedPlan): Promise<void> {
    const uri = uriOf(offered);
    const isOffered = offered.plan.steps.length > 0 && (isDeployable(offered.plan) || offered.isOfferedAnyway === true);
    this.#set(uri, offered, { state: isOffered ? 'waiting' : 'blocked', outcome: null });
    // A plan is read beside other files: the next opened file must not replace its tab.
    const document = await workspace.openTextDocument(uri);
    await languages.setTextDocumentLanguage(document, planLanguageId);
    await window.showTextDocument(document, { preview: false });
  }

  /** Shows the progress or the outcome of a plan in its tab, if it has one that shows this plan still. */
  update(
    about: Pick<OfferedPlan, 'project' | 'plan' | 'work'>,
    next: { readonly state: PlanState; readonly outcome: string | null },
  ): void {
    const uri = uriOf(about);
    const shown = this.#shown.get(uri.toString());
    if (shown?.offered.plan === about.plan) this.#set(uri, shown.offered, next);
  }

  dispose(): void {
    for (const registration of this.#registrations) registration.dispose();
    this.#changed.dispose();
    this.#lensesChanged.dispose();
  }

  #set(
    uri: Uri,
    offered: OfferedPlan,
    { state, outcome }: { readonly state: PlanState; readonly outcome: string | null },
  ): void {
    this.#shown.set(uri.toString(), { offered, state, printed: printPlan({ ...offered, outcome }) });
    this.#changed.fire(uri);
    this.#lensesChanged.fire();
    const waiting = [...this.#shown].filter(([, shown]) => shown.state === 'waiting').map(([key]) => key);
    void vscodeCommands.executeCommand('setContext', contextKeys.waitingPlans, waiting);
  }

  async #act(key: string, action: PlanAction, step: number | null): Promise<unknown> {
    const uri = Uri.parse(key);
    const shown = this.#shown.get(uri.toString());
    if (shown === undefined) return undefined;
    const { offered, state } = shown;
    if (action === 'run') return state === 'waiting' ? offered.run() : undefined;
    if (action === 'recover') {
      const argument = { project: offered.project, environment: offered.plan.environment };
      return vscodeCommands.executeCommand(commands.recover, argument);
    }
    if (action === 'again') return offered.again();
    if (action === 'discard') return closeTab(uri);
    const { plan } = offered;
    const uriOfPart = (part: Part['part'], title: string): Uri =>
      makePartUri({ plan: uri.toString(), fingerprint: plan.fingerprint, step, part }, title);
    const about = step === null ? plan.environment : (plan.steps[step]?.routine ?? plan.environment);
    if (action === 'sql') {
      const document = await workspace.openTextDocument(uriOfPart('sql', `SQL of ${about}`));
      return window.showTextDocument(document, { preview: true });
    }
    const [live, next] = [
      uriOfPart('before', `${about} on ${plan.environment}`),
      uriOfPart('after', `${about} of the plan`),
    ];
    return vscodeCommands.executeCommand('vscode.diff', live, next, visible(`${about}: ${plan.environment} ↔ plan`));
  }

  #textOf(uri: Uri): string {
    const part = readPart(uri);
    if (part === null) return this.#shown.get(uri.toString())?.printed.text ?? gone;
    const shown = this.#shown.get(part.plan);
    if (shown?.offered.plan.fingerprint !== part.fingerprint) return `-- ${gone}`;
    const { steps } = shown.offered.plan;
    const chosen: readonly PlanStep[] = part.step === null ? steps : steps.slice(part.step, part.step + 1);
    return part.part === 'sql' ? printScript(chosen) : (chosen[0]?.[part.part] ?? '');
  }

  #makeLenses(uri: Uri): CodeLens[] {
    const shown = this.#shown.get(uri.toString());
    if (shown === undefined) return [];
    const { offered, printed, state } = shown;
    const lenses = listPlanLenses({ ...offered, outcome: null }, printed, { state, button: offered.button });
    return lenses.map(({ line, title, action, step }) => {
      const command = { title, command: rowCommands.usePlan, arguments: [uri.toString(), action, step] };
      return new CodeLens(new Range(line, 0, line, 0), command);
    });
  }

  #makeLinks(uri: Uri): DocumentLink[] {
    const shown = this.#shown.get(uri.toString());
    if (shown === undefined) return [];
    const folder = Uri.parse(shown.offered.project);
    return shown.printed.places.map(({ line, start, place }) => {
      const end = start + `${place.file}:${place.line}`.length;
      const target = Uri.joinPath(folder, place.file).with({ fragment: `L${place.line}` });
      return new DocumentLink(new Range(line, start, line, end), target);
    });
  }
}

/** The text of a tab that VS Code has restored in a new window. */
const gone = 'This plan is gone: it was made in an earlier window. Make a new one.\n';

function uriOf({ project, plan, work }: Pick<OfferedPlan, 'project' | 'plan' | 'work'>): Uri {
  return Uri.from({ scheme: schemes.plan, path: `/${planTitle(work, plan.environment)}`, query: project });
}

function makePartUri(part: Part, title: string): Uri {
  return Uri.from({ scheme: schemes.plan, path: `/${visible(title)}.sql`, query: JSON.stringify(part) });
}

function readPart({ query }: Uri): Part | null {
  return query.startsWith('{') ? (JSON.parse(query) as Part) : null;
}

async function closeTab(uri: Uri): Promise<void> {
  const tabs = window.tabGroups.all.flatMap(({ tabs: all }) => all);
  const own = tabs.filter(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
  await window.tabGroups.close(own);
}
