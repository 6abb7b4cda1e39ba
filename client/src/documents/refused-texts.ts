/** The texts that servers have rejected, until they change or are accepted. */
import type { DeployAnswer, PlanAnswer } from '#engine';
import { findRejections } from './plan-parts';
import { printForEditor } from '#protocol';

/** A text that the servers of an environment reject. */
export interface RefusedText {
  readonly environment: string;
  readonly routine: string;
  /** The path within the project. */
  readonly file: string;
  /** The line, counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** The answer of servers to some routines: each of them, and the rejected ones. */
export interface ServerAnswer {
  readonly routines: readonly string[];
  readonly refused: readonly Omit<RefusedText, 'environment'>[];
}

/** Returns what a plan says of each text that it deploys. */
export function readPlan(plan: PlanAnswer): ServerAnswer {
  return {
    routines: plan.steps.map(({ routine }) => routine),
    refused: findRejections(plan).flatMap(({ routine, place, message, remedy }) =>
      routine === undefined ? [] : [{ routine, ...place, message: explain(message, printForEditor(remedy)) }],
    ),
  };
}

/** Returns what a deployment says of each text that was tried. */
export function readRun({ steps }: DeployAnswer): ServerAnswer {
  return {
    routines: steps.flatMap(({ routine, outcome, place }) =>
      outcome === 'done' || place !== undefined ? [routine] : [],
    ),
    refused: steps.flatMap(({ routine, place, error }) =>
      place === undefined ? [] : [{ routine, ...place, message: explain(printForEditor(error ?? ''), '') }],
    ),
  };
}

/** Returns the message without the place, which the mark in the file shows. */
function explain(message: string, remedy: string): string {
  return `${message.replace(/ \([^()]*, line \d+\):/, ':')} ${remedy}`.trim();
}

export class RefusedTexts {
  readonly #byProject = new Map<string, readonly RefusedText[]>();

  /** Replaces what is known of the routines in this answer. */
  note(project: string, environment: string, { routines, refused }: ServerAnswer): void {
    const others = this.list(project).filter(
      (known) => known.environment !== environment || !routines.includes(known.routine),
    );
    const news = refused.map((text) => ({ ...text, environment }));
    const isFirst = (text: RefusedText, i: number): boolean =>
      news.findIndex(({ routine, message }) => routine === text.routine && message === text.message) === i;
    this.#byProject.set(project, [...others, ...news.filter(isFirst)]);
  }

  /** Forgets a file: its text has changed. */
  forget(project: string, file: string): void {
    this.#byProject.set(
      project,
      this.list(project).filter((known) => known.file !== file),
    );
  }

  get projects(): readonly string[] {
    return [...this.#byProject.keys()];
  }

  list(project: string): readonly RefusedText[] {
    return this.#byProject.get(project) ?? [];
  }
}
