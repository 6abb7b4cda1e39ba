/** Handles textDocument/formatting and textDocument/rangeFormatting, if the setting enables them. */
import {
  MessageType,
  ShowMessageNotification,
  type Connection,
  type FormattingOptions,
  type TextEdit,
} from 'vscode-languageserver';
import { printableLine, type FormattedFile } from '#engine';
import { toOffset, toRange } from '../workspace/translate';
import type { Located } from '../workspace/workspace';
import type { Handler } from './handler';

export const formatting: Handler = ({ connection, workspace, settings }) => {
  const notices = new Notices(connection);
  const locate = (uri: string): Located | null => (settings().format ? workspace.locate(uri) : null);
  connection.onDocumentFormatting(async ({ textDocument: { uri }, options }) => {
    const located = locate(uri);
    if (located === null) return null;
    const { edits, left } = await format(located, options);
    notices.report(uri, left);
    return edits;
  });
  connection.onDocumentRangeFormatting(async ({ textDocument: { uri }, options, range }) => {
    const located = locate(uri);
    if (located === null) return null;
    const { lines } = located.facts;
    const within = { start: toOffset(lines, range.start), end: toOffset(lines, range.end) };
    const { edits, left } = await format(located, options, within);
    notices.report(uri, left);
    return edits;
  });
};

const width = 100;

interface Formatted extends Pick<FormattedFile, 'left'> {
  readonly edits: TextEdit[];
}

async function format(
  { service, file, facts }: Located,
  { tabSize, insertSpaces }: FormattingOptions,
  within?: { readonly start: number; readonly end: number },
): Promise<Formatted> {
  const { lines } = facts;
  const { edits, left } = await service.format(file, { tabSize, useTabs: !insertSpaces, width }, within);
  return { edits: edits.map(({ span, text }) => ({ range: toRange(lines, span), newText: text })), left };
}

/** Routines that a message names. */
const mostNamed = 3;

/**
 * Messages about parts that are not formatted: once, and again only if they change, because some people format with
 * every save.
 */
class Notices {
  readonly #connection: Connection;
  readonly #reported = new Map<string, string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  report(uri: string, left: FormattedFile['left']): void {
    const names = left.slice(0, mostNamed).map(({ routine, why }) => `${routine} (${why})`);
    const more = left.length > mostNamed ? ` and ${left.length - mostNamed} more` : '';
    const message = left.length === 0 ? '' : `Not formatted: ${names.join(', ')}${more}.`;
    if (message === (this.#reported.get(uri) ?? '')) return;
    this.#reported.set(uri, message);
    if (message === '') return;
    void this.#connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Info,
      message: printableLine(message),
    });
  }
}
