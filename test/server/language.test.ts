import assert from 'node:assert/strict';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeActionRequest,
  DocumentFormattingRequest,
  DocumentRangeFormattingRequest,
  CodeLensRequest,
  CompletionRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  InlayHintRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  WorkspaceSymbolRequest,
  type CodeAction,
  type CompletionList,
  type DocumentSymbol,
  type Location,
  type MarkupContent,
  type Range,
} from 'vscode-languageserver/node';
import { register, status as statusRequest, versions } from '../../protocol/src/protocol';
import { folder, openEditor, uriOf, type Editor } from './editor';

const sources = `
-- file: a.sql
CREATE PROCEDURE a()
BEGIN
  CALL post_totals(1);
END;
-- file: odd name (1).sql
CREATE PROCEDURE post_totals(IN day_id INT)
  COMMENT 'Adds <b>a day</b> up'
  SELECT day_id;
`;
const oddUri = `${folder}/odd%20name%20%281%29.sql`;
const callOfTotals = { textDocument: { uri: uriOf('a.sql') }, position: { line: 2, character: 10 } };

describe('language features over the protocol', () => {
  let editor: Editor;
  before(async () => {
    editor = await openEditor(sources);
    await editor.open('a.sql');
  });
  after(() => editor.close());

  it('lead to the definition, in a file whose name needs encoding', async () => {
    const found = (await editor.connection.sendRequest(DefinitionRequest.type, callOfTotals)) as Location[];
    assert.deepEqual(found.map(printLocation), [`${oddUri} 0:17-0:28`]);
  });

  it('find references with and without the declaration', async () => {
    const find = async (includeDeclaration: boolean): Promise<readonly string[]> => {
      const found = await editor.connection.sendRequest(ReferencesRequest.type, {
        ...callOfTotals,
        context: { includeDeclaration },
      });
      return (found ?? []).map(printLocation);
    };
    assert.deepEqual(await find(false), [`${uriOf('a.sql')} 2:7-2:18`]);
    assert.equal((await find(true)).length, 2);
  });

  it('highlight', async () => {
    const found = await editor.connection.sendRequest(DocumentHighlightRequest.type, callOfTotals);
    assert.deepEqual(
      found?.map(({ range }) => printRange(range)),
      ['2:7-2:18'],
    );
  });

  it('hover with the signature, and never take a comment for markup', async () => {
    const found = await editor.connection.sendRequest(HoverRequest.type, callOfTotals);
    const { value } = found?.contents as MarkupContent;
    assert.match(value, /PROCEDURE shop\.post_totals\(IN day_id int\)/);
    assert.match(value, /Adds \\<b\\>a day/);
    const [, target] = /\]\(([^)\s]+)#L1\)$/.exec(value) ?? [];
    assert.equal(
      target,
      oddUri.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29')),
      'a link to the file',
    );
  });

  it('outline', async () => {
    const found = (await editor.connection.sendRequest(DocumentSymbolRequest.type, {
      textDocument: { uri: oddUri },
    })) as DocumentSymbol[];
    assert.deepEqual(
      found.map(({ name, children }) => [name, children?.map((child) => child.name)]),
      [['shop.post_totals', ['day_id']]],
    );
  });

  it('fold', async () => {
    const found = await editor.connection.sendRequest(FoldingRangeRequest.type, {
      textDocument: { uri: uriOf('a.sql') },
    });
    assert.ok(found?.some(({ startLine, endLine }) => startLine === 0 && endLine === 3));
  });

  it('find symbols of the workspace', async () => {
    const found = await editor.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'totals' });
    assert.deepEqual(
      found?.map(({ name, location }) => [name, location.uri]),
      [['shop.post_totals', oddUri]],
    );
  });

  it('go up the call hierarchy', async () => {
    const items = await editor.connection.sendRequest(CallHierarchyPrepareRequest.type, callOfTotals);
    const item = items?.[0];
    assert.ok(item);
    const calls = await editor.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item });
    assert.deepEqual(
      calls?.map(({ from, fromRanges }) => [from.name, fromRanges.map(printRange)]),
      [['shop.a', ['2:7-2:18']]],
    );
  });

  it('complete and help with arguments', async () => {
    const { items, isIncomplete } = (await editor.connection.sendRequest(
      CompletionRequest.type,
      callOfTotals,
    )) as CompletionList;
    const found = items.find(({ label }) => label === 'post_totals');
    assert.equal(found?.command, undefined, 'its parentheses are there already');
    assert.ok(isIncomplete, 'an editor that filters by itself would go on to offer a word that is complete');
    const inList = { ...callOfTotals, position: { line: 2, character: 19 } };
    const help = await editor.connection.sendRequest(SignatureHelpRequest.type, inList);
    assert.equal(help?.signatures[0]?.label, 'PROCEDURE shop.post_totals(IN day_id int)');
  });

  it('rename in every file, and say why not', async () => {
    assert.deepEqual(await editor.connection.sendRequest(PrepareRenameRequest.type, callOfTotals), {
      range: { start: { line: 2, character: 7 }, end: { line: 2, character: 18 } },
      placeholder: 'post_totals',
    });
    const edit = await editor.connection.sendRequest(RenameRequest.type, { ...callOfTotals, newName: 'add_up' });
    assert.deepEqual(
      Object.entries(edit?.changes ?? {}).map(([uri, edits]) => [uri, ...edits.map(({ range }) => printRange(range))]),
      [
        [uriOf('a.sql'), '2:7-2:18'],
        [oddUri, '0:17-0:28'],
      ],
    );
    await assert.rejects(
      editor.connection.sendRequest(RenameRequest.type, { ...callOfTotals, newName: 'a' }),
      /shop\.a already exists/,
    );
  });

  it('colour names, in a whole file and in a part of it', async () => {
    const { textDocument } = callOfTotals;
    const all = await editor.connection.sendRequest(SemanticTokensRequest.type, { textDocument });
    assert.deepEqual(all?.data, [0, 17, 1, 0, 1, 2, 7, 11, 0, 0]);
    const range = { start: { line: 1, character: 0 }, end: { line: 3, character: 0 } };
    const part = await editor.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range });
    assert.deepEqual(part?.data, [2, 7, 11, 0, 0]);
  });

  it('name the parameters before arguments, unless that is switched off', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } };
    const wanted = { textDocument: callOfTotals.textDocument, range };
    const hints = await editor.connection.sendRequest(InlayHintRequest.type, wanted);
    assert.deepEqual(
      hints?.map(({ label, position }) => [label, position]),
      [['day_id:', { line: 2, character: 19 }]],
    );
    const plain = await openEditor(sources, { settings: { inlayHints: false } });
    await plain.open('a.sql');
    assert.equal(await plain.connection.sendRequest(InlayHintRequest.type, wanted), null);
    await plain.close();
  });

  it('fix what a diagnostic tells, whoever else tells something there', async () => {
    await editor.open('b.sql', 'CREATE PROCEDURE b()\n  CALL gone();');
    const range = { start: { line: 1, character: 7 }, end: { line: 1, character: 11 } };
    const actions = await editor.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: uriOf('b.sql') },
      range,
      context: {
        diagnostics: [
          { range, source: 'Sproc', code: 'missing-routine', message: '' },
          { range, source: 'other', code: 'missing-routine', message: '' },
        ],
      },
    });
    const [create, ignore, ...others] = (actions ?? []) as CodeAction[];
    assert.equal(create?.title, 'Create procedure shop.gone');
    assert.deepEqual(ignore?.edit?.changes, {
      [uriOf('b.sql')]: [
        {
          range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } },
          newText: '  -- sproc:ignore missing-routine \n',
        },
      ],
    });
    assert.deepEqual(others, []);
  });

  it('put the cursor where the reason of a silenced rule is to be written', async () => {
    const capabilities = { workspace: { workspaceEdit: { snippetEditSupport: true } } };
    const snippets = await openEditor('-- file: a.sql\nCREATE PROCEDURE a()\n  CALL gone();', { capabilities });
    const range = { start: { line: 1, character: 7 }, end: { line: 1, character: 11 } };
    const actions = await snippets.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: uriOf('a.sql') },
      range,
      context: { diagnostics: [{ range, source: 'Sproc', code: 'missing-routine', message: '' }] },
    });
    const edits = ((actions ?? []) as CodeAction[]).map(({ edit }) => JSON.stringify(edit));
    assert.match(
      edits.at(-1) ?? '',
      /"snippet":\{"kind":"snippet","value":" {2}-- sproc:ignore missing-routine \$0\\n"\}/,
    );
    assert.match(edits[0] ?? '', /"newText"/);
    await snippets.close();
  });

  it('format unless a setting leaves that to another formatter', async () => {
    const text = '-- file: a.sql\nCREATE PROCEDURE a()\nBEGIN\nSELECT 1;\nEND;';
    const asked = { textDocument: { uri: uriOf('a.sql') }, options: { tabSize: 4, insertSpaces: true } };
    const formatting = await openEditor(text, {});
    const edits = await formatting.connection.sendRequest(DocumentFormattingRequest.type, asked);
    assert.deepEqual(edits, [
      { range: { start: { line: 1, character: 5 }, end: { line: 2, character: 0 } }, newText: '\n    ' },
    ]);
    const range = { start: { line: 3, character: 0 }, end: { line: 3, character: 4 } };
    assert.deepEqual(
      await formatting.connection.sendRequest(DocumentRangeFormattingRequest.type, { ...asked, range }),
      [],
    );
    await formatting.close();
    const plain = await openEditor(text, { settings: { format: { enable: false } } });
    assert.equal(await plain.connection.sendRequest(DocumentFormattingRequest.type, asked), null);
    await plain.close();
  });

  it('say once what formatting leaves as it is', async () => {
    const text = '-- file: a.sql\nCREATE PROCEDURE a()\nBEGIN\nSELECT 1\nEND;';
    const asked = { textDocument: { uri: uriOf('a.sql') }, options: { tabSize: 4, insertSpaces: true } };
    const own = await openEditor(text, {});
    for (const _ of [1, 2])
      assert.deepEqual(await own.connection.sendRequest(DocumentFormattingRequest.type, asked), []);
    const messages = own.told.filter((each) => each.startsWith('message'));
    await own.close();
    assert.deepEqual(messages, ['message: Not formatted: procedure shop.a (it has syntax errors).']);
  });

  it('take an open document whose file is gone for a draft, until the file is there again', async () => {
    const names = async (): Promise<readonly string[]> => (await gone.sources()).map(({ routine }) => routine);
    const gone = await openEditor(
      '-- file: a.sql\nCREATE PROCEDURE a() CALL b();\n-- file: b.sql\nCREATE PROCEDURE b() SELECT 1;',
    );
    const text = gone.tree.files.get('a.sql') ?? '';
    await gone.open('a.sql');
    for (const isThere of [false, true]) {
      const heard = gone.hears('sources');
      await gone.changeFile('a.sql', isThere ? text : null);
      await heard;
      assert.deepEqual(await names(), isThere ? ['shop.a', 'shop.b'] : ['shop.b']);
      const status = await gone.connection.sendRequest(statusRequest, { project: folder, offline: true });
      assert.deepEqual(
        status.ok && status.value.routines.map(({ routine }) => routine),
        isThere ? ['shop.a', 'shop.b'] : ['shop.b'],
      );
      const hover = await gone.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: uriOf('a.sql') },
        position: { line: 0, character: 26 },
      });
      assert.match(JSON.stringify(hover), /PROCEDURE shop\.b/, 'the document is still answered');
    }
    await gone.close();
  });

  it('say nothing about a file they do not know', async () => {
    const elsewhere = { textDocument: { uri: 'file:///elsewhere/x.sql' }, position: { line: 0, character: 0 } };
    assert.equal(await editor.connection.sendRequest(HoverRequest.type, elsewhere), null);
  });
});

describe('code lenses', () => {
  let editor: Editor;
  afterEach(() => editor.close());

  const titles = async (): Promise<readonly (string | undefined)[]> => {
    const found = await editor.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri: uriOf('a.sql') } });
    return (found ?? []).map(({ command }) => command?.title);
  };

  it('show the version, follow registering and typing', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() SELECT 1;');
    await editor.open('a.sql');
    assert.deepEqual(await titles(), ['not registered', 'Deploy…', 'Compare…']);
    const changed = editor.hears('registry');
    await editor.connection.sendRequest(register, { project: folder });
    await changed;
    const known = await editor.connection.sendRequest(versions, { project: folder });
    assert.equal(known.ok && known.value.versions.length, 1);
    assert.equal((await titles())[0], '1.0.0');
    const followed = editor.hears('sources');
    await editor.type('a.sql', 'CREATE PROCEDURE a() SELECT 2;');
    await editor.changeFile('a.sql', 'CREATE PROCEDURE a() SELECT 2;');
    await followed;
    assert.equal((await titles())[0], 'changed since 1.0.0');
  });

  it('can be switched off', async () => {
    editor = await openEditor('-- file: a.sql\nCREATE PROCEDURE a() SELECT 1;', { settings: { codeLens: false } });
    assert.deepEqual(await titles(), []);
  });
});

function printLocation({ uri, range }: Location): string {
  return `${uri} ${printRange(range)}`;
}

function printRange({ start, end }: Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}
