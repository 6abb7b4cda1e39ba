/** The URIs of virtual documents: their path is the title of the tab, their query the reference to the text. */
import { visible } from './visible';

export const documentSchemes = {
  /** Texts of routines by reference. */
  text: 'sproc',
  /** Tables of an environment. */
  table: 'sproc-table',
  /** Pages of rules, which the client shows rendered. */
  rule: 'sproc-rule',
} as const;

export interface TextReference {
  /** Folder URI. */
  readonly project: string;
  /** `name`, `name@1.2.0` or `name@environment`. */
  readonly ref: string;
}

export interface TableReference {
  /** Folder URI. */
  readonly project: string;
  readonly environment: string;
  /** The schema and the table as the project names them. */
  readonly schema: string;
  readonly name: string;
}

export function textUri(reference: TextReference): string {
  return makeUri(documentSchemes.text, reference.ref, reference);
}

export function tableUri(reference: TableReference): string {
  const { schema, name, environment } = reference;
  return makeUri(documentSchemes.table, `${schema}.${name}@${environment}`, reference);
}

/** Returns the URI of the page of a rule. */
export function ruleUri(page: string): string {
  return `${documentSchemes.rule}:/${page}.md`;
}

/** Returns the name of a page by the path of its URI; null for any other path. */
export function readRulePage(path: string): string | null {
  return /^\/([a-z]+(?:-[a-z]+)*)\.md$/.exec(path)?.[1] ?? null;
}

/** Returns the reference in the decoded query of a URI. */
export function readReference(query: string): Readonly<Record<string, unknown>> {
  return JSON.parse(query) as Readonly<Record<string, unknown>>;
}

function makeUri(scheme: string, title: string, reference: object): string {
  return `${scheme}:/${encodeURIComponent(visible(title))}.sql?${encodeURIComponent(JSON.stringify(reference))}`;
}
