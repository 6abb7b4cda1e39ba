// A mocha reporter that writes one JSON object a line to $SPROC_TEST_EVENTS as things happen, and prints as another does.
const { appendFileSync } = require('node:fs');
const path = require('node:path');
const { reporters } = require('mocha');

/** `silent` prints nothing: whoever runs the tests prints the events. */
const styles = { spec: reporters.Spec, dot: reporters.Dot, silent: reporters.Base };

class EventReporter {
  constructor(runner, options) {
    const Style = styles[options.reporterOptions?.style ?? 'spec'];
    new Style(runner, options);
    const file = process.env.SPROC_TEST_EVENTS;
    const tell = (event) => file && appendFileSync(file, JSON.stringify(event) + '\n');
    runner.once('start', () => tell({ kind: 'start', total: runner.total }));
    runner.on('pass', (test) =>
      tell({ kind: 'pass', file: fileOf(test), title: test.fullTitle(), milliseconds: test.duration }),
    );
    runner.on('pending', (test) => tell({ kind: 'skip', file: fileOf(test), title: test.fullTitle() }));
    // Also for a hook that failed, with the hook's name in the title.
    runner.on('fail', (test, problem) =>
      tell({ kind: 'fail', file: fileOf(test), title: test.fullTitle(), problem: problem?.stack ?? String(problem) }),
    );
    runner.once('end', () => tell({ kind: 'end' }));
  }
}

/** Relative to the repository, with `/`. */
function fileOf(test) {
  const file = test.file ?? test.parent?.file ?? '';
  return path.relative(path.join(__dirname, '../..'), file).split(path.sep).join('/');
}

module.exports = EventReporter;
