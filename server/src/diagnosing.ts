/** Publishes diagnostics: at once for what is open, in slices for the rest of a project, and again only where they changed. */
import type { Connection, Diagnostic as LspDiagnostic } from 'vscode-languageserver';
import {
  diagnoseFile,
  diagnoseInSteps,
  LineIndex,
  makePause,
  parseProjectFile,
  projectFile,
  type Diagnostic,
  type FileFacts,
  type Judging,
} from '#engine';
import type { OpenProject } from './open-project';
import { toDiagnostic, toRange } from './translate';
import { uriWithin } from './uris';
import type { Located, Workspace } from './workspace';

export interface DiagnosingOptions {
  /** Milliseconds without typing before diagnostics are made. */
  readonly settling: number;
  /** Whether files that are not open are diagnosed, too. */
  readonly wholeProject: () => boolean;
}

/** Milliseconds that the columns of a file may take; those that take longer come behind the other diagnostics. */
const patience = 150;

interface Run {
  readonly pause: () => Promise<void>;
  /** Whether another has taken its place. */
  readonly isOver: () => boolean;
}

export class Diagnosing {
  readonly #connection: Connection;
  readonly #workspace: Workspace;
  readonly #options: DiagnosingOptions;
  /** What the editor was last told, by URI. */
  readonly #published = new Map<string, string>();
  readonly #faces = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How often every file was asked for, and how many of these times are done with. */
  #asked = 0;
  #answered = 0;
  #generation = 0;

  constructor(connection: Connection, workspace: Workspace, options: DiagnosingOptions) {
    this.#connection = connection;
    this.#workspace = workspace;
    this.#options = options;
  }

  /** After a document was opened, changed or closed; other files are looked at only if they can tell the difference. */
  fileChanged(uri: string): void {
    const located = this.#workspace.locate(uri);
    const face = located === null ? '' : faceOf(located.facts);
    this.#schedule(face !== (this.#faces.get(uri) ?? ''));
    this.#faces.set(uri, face);
  }

  /** After anything that may concern every file: another project file, settings, files that came or went. */
  everythingChanged(): void {
    this.#schedule(true);
  }

  /** Takes back all that was said about a project. */
  forget({ folder }: OpenProject): void {
    for (const uri of [...this.#published.keys()]) if (uri.startsWith(`${folder}/`)) this.#publish(uri, []);
    this.everythingChanged();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#generation++;
  }

  #schedule(everything: boolean): void {
    if (everything) this.#asked++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#run().catch((error: unknown) => {
        this.#connection.console.error(`Diagnosing: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
      });
    }, this.#options.settling);
  }

  async #run(): Promise<void> {
    const generation = ++this.#generation;
    const asked = this.#asked;
    const pause = makePause();
    const open = this.#workspace.documents.all().map(({ uri }) => uri);
    const runs = { pause, isOver: () => generation !== this.#generation };
    for (const uri of open) {
      await this.#diagnose(uri, runs);
      await pause();
      if (generation !== this.#generation) return;
    }
    if (this.#answered === asked) return;
    for (const uri of this.#othersThan(open)) {
      await this.#diagnose(uri, runs);
      this.#workspace.leave(uri);
      await pause();
      if (generation !== this.#generation) return;
    }
    this.#answered = asked;
  }

  /** The projects' files that are not open, and whatever still has diagnostics that may have to go. */
  #othersThan(open: readonly string[]): readonly string[] {
    const sources = this.#workspace.projects.flatMap((project) => [
      uriWithin(project.folder, projectFile),
      ...(this.#options.wholeProject() ? project.index.files().map(({ file }) => project.uriOf(file)) : []),
    ]);
    const others = new Set([...sources, ...this.#published.keys()]);
    for (const uri of open) others.delete(uri);
    return [...others];
  }

  async #diagnose(uri: string, run: Run): Promise<void> {
    const owner = this.#workspace.projects.find(({ folder }) => uri === uriWithin(folder, projectFile));
    if (owner !== undefined) {
      this.#publish(uri, this.#projectFileDiagnostics(uri, owner));
      return;
    }
    const located = this.#workspace.locate(uri);
    const isWanted = this.#options.wholeProject() || this.#workspace.documents.get(uri) !== undefined;
    if (located === null || !isWanted || isOtherSql(located)) {
      this.#publish(uri, []);
      return;
    }
    const judging = located.project === null ? {} : judgingOf(located.project);
    const steps = diagnoseInSteps(located.index, located.file, judging);
    const othersDue = performance.now() + patience;
    let othersTold = judging.sight == null;
    let step = steps.next();
    while (!step.done) {
      if (!othersTold && performance.now() > othersDue) {
        this.#tell(uri, located, diagnoseFile(located.index, located.file, { ...judging, sight: null }));
        othersTold = true;
      }
      await run.pause();
      // What was typed meanwhile has another run.
      if (run.isOver() || located.index.facts(located.file) !== located.facts) return;
      step = steps.next();
    }
    this.#tell(uri, located, step.value);
  }

  #tell(uri: string, located: Located, found: readonly Diagnostic[]): void {
    const { facts, project } = located;
    const shown = project === null ? found.filter((diagnostic) => !needsProject.has(diagnostic.code)) : found;
    this.#publish(
      uri,
      shown.map((diagnostic) => toDiagnostic(facts.lines, diagnostic, this.#related(diagnostic, located))),
    );
  }

  #related({ related }: Diagnostic, { index, project }: Located): Parameters<typeof toDiagnostic>[2] {
    return related.flatMap(({ file, span, message }) => {
      const lines = index.facts(file)?.lines;
      if (project === null || lines === undefined) return [];
      return [{ location: { uri: project.uriOf(file), range: toRange(lines, span) }, message }];
    });
  }

  /** While the file is typed in, what is typed counts. */
  #projectFileDiagnostics(uri: string, project: OpenProject): readonly LspDiagnostic[] {
    const typed = this.#workspace.documents.get(uri)?.getText();
    const { mistakes } = typed === undefined ? project : parseProjectFile(typed);
    const lines = new LineIndex(typed ?? project.projectFileText);
    return mistakes.map(({ span, severity, message }) =>
      toDiagnostic(lines, { span, severity, code: 'project-file', message }),
    );
  }

  #publish(uri: string, diagnostics: readonly LspDiagnostic[]): void {
    const said = diagnostics.length === 0 ? undefined : JSON.stringify(diagnostics);
    if (said === this.#published.get(uri)) return;
    if (said === undefined) this.#published.delete(uri);
    else this.#published.set(uri, said);
    const version = this.#workspace.documents.get(uri)?.version;
    void this.#connection.sendDiagnostics({
      uri,
      diagnostics: [...diagnostics],
      ...(version === undefined ? {} : { version }),
    });
  }
}

function judgingOf({ config, registered, sight }: OpenProject): Judging {
  return { settings: config?.rules ?? {}, registered, sight };
}

/** A draft without a routine in it may be a dump, a query, another server's SQL: it is not ours to judge. */
function isOtherSql({ isSource, facts }: Located): boolean {
  return !isSource && facts.routines.length === 0;
}

/** Findings that only a whole project can bear out. */
const needsProject = new Set(['missing-routine']);

/** What other files can see of a file: which routines it defines, their signatures, and what they call. */
function faceOf({ routines }: FileFacts): string {
  return JSON.stringify(
    routines.map(({ identity, signature, mentions }) => [identity, signature, mentions.map(({ target }) => target.id)]),
  );
}
