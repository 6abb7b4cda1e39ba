/** Handles textDocument/completion and textDocument/signatureHelp. */
import { CompletionItemTag, InsertTextFormat, type CompletionItem } from 'vscode-languageserver';
import type { Completion, LineIndex } from '#engine';
import { completionKinds, toRange } from '../workspace/translate';
import { locatePosition, type Handler } from './handler';

/** The maximum number of items: a longer list is not useful. */
const mostItems = 500;

/** The command of our own editor that shows the parameters of the routine, now that its parentheses are there. */
const showParameters = { title: 'Show Parameters', command: 'editor.action.triggerParameterHints' };

export const completion: Handler = (context) => {
  context.connection.onCompletion((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    const found = place.service.completions(place);
    return {
      // Asked again as the word grows: an editor that filters by itself still offers a word that is complete, and the
      // Tab that is meant for the next argument would accept it.
      isIncomplete: true,
      items: found.slice(0, mostItems).map((item, rank) => {
        const added = toItem(place.facts.lines, item, rank);
        return item.isSnippet && context.isOwnEditor() ? { ...added, command: showParameters } : added;
      }),
    };
  });

  context.connection.onSignatureHelp((parameters) => {
    const place = locatePosition(context, parameters);
    const help = place && place.service.signatureHelp(place);
    if (help === null) return null;
    const { label, parameters: spans, active, comment } = help;
    return {
      signatures: [
        { label, documentation: comment, parameters: spans.map(({ start, end }) => ({ label: [start, end] })) },
      ],
      activeSignature: 0,
      activeParameter: active,
    };
  });
};

function toItem(lines: LineIndex, item: Completion, rank: number): CompletionItem {
  const { kind, label, detail, insert, isSnippet, span, about, isDeprecated = false } = item;
  return {
    label,
    detail,
    ...(about === undefined ? {} : { documentation: about }),
    ...(isDeprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    kind: completionKinds[kind],
    sortText: String(rank).padStart(3, '0'),
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: toRange(lines, span), newText: insert },
  };
}
