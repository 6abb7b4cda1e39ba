// `npx mocha` runs the unit tests, and `npx mocha FILE` that file alone, of whatever layer: mocha would add what is named
// here to the files of the command.
const isFileNamed = process.argv.slice(2).some((word) => word.endsWith('.ts'));
const houses =
  'base,syntax,routine,analysis,project,database,features,registry,ledger,lifecycle,use-cases,editing,cli,server,protocol,client,syntaxes,layout';

module.exports = {
  require: ['tsx/cjs'],
  spec: isFileNamed ? [] : [`test/{${houses}}/**/!(*.property|messages).test.ts`],
  timeout: isFileNamed ? 60_000 : 10_000,
};
