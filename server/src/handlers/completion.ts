/** Handles textDocument/completion and textDocument/signatureHelp. */
import { InsertTextFormat, type CompletionItem } from 'vscode-languageserver';
import type { Completion, LineIndex } from '#engine';
import { completionKinds, toRange } from '../workspace/translate';
import { locatePosition, type Handler } from './handler';

/** The maximum number of items: a longer list is not useful, and the editor asks again as the word grows. */
const mostItems = 500;

export const completion: Handler = (context) => {
  context.connection.onCompletion((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    const found = place.service.completions(place);
    return {
      isIncomplete: found.length > mostItems,
      items: found.slice(0, mostItems).map((item, rank) => toItem(place.facts.lines, item, rank)),
    };
  });

  context.connection.onSignatureHelp((parameters) => {
    const place = locatePosition(context, parameters);
    const help = place && place.service.signatureHelp(place);
    if (help === null) return null;
    const { label, parameters: names, active, comment } = help;
    return {
      signatures: [{ label, documentation: comment, parameters: names.map((name) => ({ label: name })) }],
      activeSignature: 0,
      activeParameter: active,
    };
  });
};

function toItem(lines: LineIndex, item: Completion, rank: number): CompletionItem {
  const { kind, label, detail, insert, isSnippet, span } = item;
  return {
    label,
    detail,
    kind: completionKinds[kind],
    sortText: String(rank).padStart(3, '0'),
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range: toRange(lines, span), newText: insert },
  };
}
