/**
 * Publishes diagnostics: soon for edited documents and those that they affect, in slices for the rest of a project once
 * typing has stopped, and again only where they changed.
 */
import type { Connection, Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import {
  hasSameInterface,
  LineIndex,
  makePause,
  parseProjectFile,
  projectFile,
  ruleCodes,
  unreadableFile,
  type Diagnostic,
  type FileFacts,
} from '#engine';
import { projectFileCodes } from '#protocol';
import type { OpenProject } from './workspace/open-project';
import { toDiagnostic, toRange } from './workspace/translate';
import { relativePath, uriWithin } from './workspace/uris';
import { isWellFormed, makeWellFormed } from './workspace/well-formed';
import type { Located, Workspace } from './workspace/workspace';

export interface DiagnosingOptions {
  /** Milliseconds without typing before diagnostics are made. */
  readonly debounceMs: number;
  /** Returns true if files that are not open are diagnosed, too. */
  readonly wholeProject: () => boolean;
  /** Returns the URI of a page about a rule; null if the editor can open none. */
  readonly pageUri: (page: string) => string | null;
}

/** The factor by which other documents wait longer than the edited one, until typing has stopped. */
const idleFactor = 8;

/** Milliseconds for the columns of a file; those that take longer follow after the other diagnostics. */
const columnBudgetMs = 150;

interface Run {
  readonly pause: () => Promise<void>;
  /** Returns true if another run has replaced it. */
  readonly isOver: () => boolean;
}

export class Diagnosing {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #options: DiagnosingOptions;
  /** The last published diagnostics, by URI. */
  readonly #published = new Map<string, string>();
  /** URIs of what was typed in, and of what that reaches. */
  readonly #soon = new Set<string>();
  /** The rest of the files, from where the last run stopped; null if there is none. */
  #rest: Iterator<string> | null = null;
  /** The earliest time for them, as of `performance.now()`. */
  #restDue = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #generation = 0;

  constructor(connection: Connection, workspace: Workspace, options: DiagnosingOptions) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#options = options;
  }

  /**
   * Schedules a document after it was opened, changed or closed, with its previous facts; other files are diagnosed
   * only if they can notice the difference.
   */
  fileChanged(uri: string, before: FileFacts | null): void {
    this.#soon.add(uri);
    const located = this.#workspace.locate(uri);
    const facts = located?.facts ?? null;
    if (!hasSameInterface(before, facts)) {
      this.#takeOpen();
      if (located?.project != null)
        for (const file of located.service.affected(before, facts)) this.#soon.add(located.project.uriOf(file));
      this.#rest = this.#others();
    }
    this.#restDue = performance.now() + idleFactor * this.#options.debounceMs;
    this.#schedule(this.#options.debounceMs);
  }

  /**
   * Interrupts the run before a document is read again, because its text is outdated. `fileChanged` continues with it.
   */
  interrupt(): void {
    clearTimeout(this.#timer);
    this.#generation++;
  }

  /**
   * Schedules every file after a change that may affect all: another project file, settings, added or removed files.
   */
  everythingChanged(): void {
    this.#takeOpen();
    this.#rest = this.#others();
    this.#restDue = 0;
    this.#schedule(this.#options.debounceMs);
  }

  /** Removes all diagnostics of a project. */
  forget({ folder }: OpenProject): void {
    for (const uri of [...this.#published.keys()]) if (relativePath(folder, uri) !== null) this.#publish(uri, []);
    this.everythingChanged();
  }

  stop(): void {
    this.interrupt();
  }

  #takeOpen(): void {
    for (const { uri } of this.#workspace.documents.all()) this.#soon.add(uri);
  }

  #schedule(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#run().catch((error: unknown) => {
        this.#connection.console.error(`Diagnosing: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
      });
    }, wait);
  }

  async #run(): Promise<void> {
    const generation = ++this.#generation;
    const isOver = (): boolean => generation !== this.#generation;
    // Half a project seems to miss what its other half defines.
    await this.#workspace.loaded();
    const pause = makePause();
    const open = new Set(this.#workspace.documents.all().map(({ uri }) => uri));
    for (const uri of [...this.#soon].sort((a, b) => Number(open.has(b)) - Number(open.has(a)))) {
      if (isOver()) return;
      // Before it is diagnosed: what is typed meanwhile puts it there again.
      this.#soon.delete(uri);
      await this.#diagnose(uri, { pause, isOver });
      await pause();
      if (!isOver()) continue;
      // It may have been left half done.
      this.#soon.add(uri);
      return;
    }
    await this.#runThroughRest({ pause, isOver });
  }

  async #runThroughRest({ pause, isOver }: Run): Promise<void> {
    const early = this.#restDue - performance.now();
    if (this.#rest === null || isOver()) return;
    if (early > 0) {
      this.#schedule(early);
      return;
    }
    for (const { service } of this.#workspace.folders)
      for (const steps = service.prepare(); steps.next().done !== true;) {
        await pause();
        if (isOver()) return;
      }
    for (let next = this.#rest.next(); !next.done; next = this.#rest.next()) {
      await this.#diagnose(next.value, { pause, isOver });
      this.#workspace.leave(next.value);
      await pause();
      if (!isOver()) continue;
      // It may have been left half done.
      this.#soon.add(next.value);
      return;
    }
    this.#rest = null;
  }

  /**
   * Yields the projects' files that are not open, the faults of their registries, and every other file that still has
   * diagnostics.
   */
  *#others(): Generator<string> {
    const isOpen = (uri: string): boolean => this.#workspace.documents.get(uri) !== undefined;
    const seen = new Set<string>();
    for (const project of this.#workspace.projects) {
      const files = this.#options.wholeProject() ? project.sources : [];
      for (const file of [projectFile, ...project.registryMarks.keys(), ...files]) {
        const uri = project.uriOf(file);
        seen.add(uri);
        if (!isOpen(uri)) yield uri;
      }
    }
    for (const uri of [...this.#published.keys()]) if (!seen.has(uri) && !isOpen(uri)) yield uri;
  }

  async #diagnose(uri: string, run: Run): Promise<void> {
    const owner = this.#workspace.projects.find(({ folder }) => uri === uriWithin(folder, projectFile));
    if (owner !== undefined) {
      this.#publish(uri, [...this.#projectFileDiagnostics(uri, owner), ...this.#registryMarks(uri)]);
      return;
    }
    const located = this.#workspace.locate(uri);
    const isWhole = this.#options.wholeProject() && located?.project?.assumed == null;
    const isWanted = isWhole || this.#workspace.documents.get(uri) !== undefined;
    if (located === null || !isWanted || isOtherSql(located)) {
      const unread = isWanted && located === null ? this.#describeUnread(uri) : [];
      this.#publish(uri, [...this.#registryMarks(uri), ...unread]);
      return;
    }
    const { service, file, project } = located;
    const steps = service.diagnose(file);
    const othersDue = performance.now() + columnBudgetMs;
    let othersPublished = project === null || project.liveSchema === null;
    let step = steps.next();
    while (!step.done) {
      if (!othersPublished && performance.now() > othersDue) {
        this.#publishFound(uri, located, service.diagnoseSources(file));
        othersPublished = true;
      }
      await run.pause();
      // A later edit has another run.
      if (run.isOver() || located.index.facts(file) !== located.facts) return;
      step = steps.next();
    }
    this.#publishFound(uri, located, step.value);
  }

  #registryMarks(uri: string): readonly LspDiagnostic[] {
    return this.#workspace.projects.flatMap((project) =>
      [...project.registryMarks].flatMap(([file, marks]) => (project.uriOf(file) === uri ? marks : [])),
    );
  }

  /** Returns the diagnostic of a source that exists and could not be read. */
  #describeUnread(uri: string): readonly LspDiagnostic[] {
    const paths = this.#workspace.projects.flatMap((project) => project.sourcePath(uri) ?? []);
    return paths.slice(0, 1).map((path) => toDiagnostic(new LineIndex(''), unreadableFile(path)));
  }

  #publishFound(uri: string, located: Located, found: readonly Diagnostic[]): void {
    const { facts, project } = located;
    const all =
      project === null
        ? found.filter((diagnostic) => !needsProject.has(diagnostic.code))
        : project.assumed === null
          ? found
          : found.map(describeForFolder);
    const shown = chooseShown(all);
    if (shown.length < all.length)
      this.#connection.console.warn(`${uri}: ${shown.length} of ${all.length} problems are shown, errors first.`);
    const syntaxCodes = new Set(facts.script.errors.map(({ code }) => code));
    const marks = shown.map((each) => {
      const page = rulePages.has(each.code) ? each.code : syntaxCodes.has(each.code) ? 'syntax' : null;
      const href = page === null ? null : this.#options.pageUri(page);
      const mark = toDiagnostic(facts.lines, each, this.#related(each, located));
      return href === null ? mark : { ...mark, codeDescription: { href } };
    });
    this.#publish(uri, [...this.#registryMarks(uri), ...marks]);
  }

  #related({ related }: Diagnostic, { index, project }: Located): Parameters<typeof toDiagnostic>[2] {
    return related.flatMap(({ file, span, message }) => {
      const lines = index.facts(file)?.lines;
      if (project === null || lines === undefined) return [];
      return [{ location: { uri: project.uriOf(file), range: toRange(lines, span) }, message }];
    });
  }

  /** Returns the diagnostics of the project file; while it is edited, those of the unsaved text. */
  #projectFileDiagnostics(uri: string, project: OpenProject): readonly LspDiagnostic[] {
    const typed = this.#workspace.documents.get(uri)?.getText();
    const { mistakes } = typed === undefined ? project : parseProjectFile(typed);
    const lines = new LineIndex(typed ?? project.projectFileText);
    return mistakes.map(({ span, severity, message, isSyntax }) =>
      toDiagnostic(lines, {
        span,
        severity,
        code: isSyntax ? projectFileCodes.syntax : projectFileCodes.mistake,
        message,
      }),
    );
  }

  #publish(uri: string, diagnostics: readonly LspDiagnostic[]): void {
    const version = this.#workspace.documents.get(uri)?.version;
    // The editor moves its marks with every edit, so that the same places are published again for another version.
    const said = diagnostics.length === 0 ? undefined : JSON.stringify([version, diagnostics]);
    if (said === this.#published.get(uri)) return;
    if (said === undefined) this.#published.delete(uri);
    else this.#published.set(uri, said);
    void this.#connection.sendDiagnostics({
      uri,
      diagnostics: isWellFormed(diagnostics) ? [...diagnostics] : (makeWellFormed(diagnostics) as LspDiagnostic[]),
      ...(version === undefined ? {} : { version }),
    });
  }
}

/** The maximum that VS Code shows for one file. */
const mostShown = 1_000;
const bySeverity: readonly Diagnostic['severity'][] = ['error', 'warning', 'information', 'hint'];

function chooseShown(found: readonly Diagnostic[]): readonly Diagnostic[] {
  if (found.length <= mostShown) return found;
  return bySeverity.flatMap((wanted) => found.filter(({ severity }) => severity === wanted)).slice(0, mostShown);
}

/**
 * Returns true for a draft without a routine, which may be a dump, a query, or another server's SQL, and is not
 * checked.
 */
function isOtherSql({ isSource, facts }: Located): boolean {
  return !isSource && facts.routines.length === 0;
}

/** Returns the diagnostic as a folder without a sproc.json allows it: a server may have routines that no file defines. */
function describeForFolder(diagnostic: Diagnostic): Diagnostic {
  const end = diagnostic.code === 'missing-routine' ? diagnostic.message.indexOf('. Running this fails') : -1;
  if (end === -1) return diagnostic;
  const subject = diagnostic.message.slice(0, end);
  return {
    ...diagnostic,
    message: `${subject}: no SQL file of this folder defines it. Correct the name if no server has it.`,
  };
}

const rulePages: ReadonlySet<string> = new Set(ruleCodes);

/** Findings that only a whole project can bear out. */
const needsProject = new Set(['missing-routine']);
