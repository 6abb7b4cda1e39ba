/** Handles textDocument/prepareRename and textDocument/rename. */
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { toRange, toWorkspaceEdit } from '../workspace/translate';
import { locatePosition, uriOf, type Handler } from './handler';

export const rename: Handler = (context) => {
  context.connection.onPrepareRename((parameters) => {
    const place = locatePosition(context, parameters);
    const target = place && place.service.renameTarget(place);
    if (place === null || target === null) return null;
    return { range: toRange(place.facts.lines, target.span), placeholder: target.name };
  });

  context.connection.onRenameRequest((parameters) => {
    const place = locatePosition(context, parameters);
    if (place === null) return null;
    const renamed = place.service.rename(place, parameters.newName);
    if (!renamed.ok) return new ResponseError(LSPErrorCodes.RequestFailed, renamed.error);
    return toWorkspaceEdit(place.index, renamed.value, (file) => uriOf(place, file));
  });
};
