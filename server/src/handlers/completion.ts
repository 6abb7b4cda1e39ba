/** textDocument/completion and textDocument/signatureHelp */
import { InsertTextFormat } from 'vscode-languageserver';
import { findCompletions, makeSignatureHelp } from '#engine';
import { completionKinds, toRange } from '../translate';
import { locatePosition, type Handler } from './handler';

export const completion: Handler = (context) => {
  context.connection.onCompletion((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    return findCompletions(place.index, place.file, place.offset).map(({ kind, label, detail, insert, span }) => ({
      label,
      detail,
      kind: completionKinds[kind],
      insertTextFormat: insert.includes('$0') ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range: toRange(place.facts.lines, span), newText: insert },
    }));
  });

  context.connection.onSignatureHelp((parameters) => {
    const place = locatePosition(context, parameters);
    const help = place && makeSignatureHelp(place.index, place.file, place.offset);
    if (help === null) return null;
    const { label, parameters: names, active, comment } = help;
    return {
      signatures: [{ label, documentation: comment, parameters: names.map((name) => ({ label: name })) }],
      activeSignature: 0,
      activeParameter: active,
    };
  });
};
