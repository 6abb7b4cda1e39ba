/** The process outlives exceptions of work that nobody waits for, as what a notification starts. */

/** Reports each exception once instead of ending the process: an editor's next request deserves an answer. */
export function outliveExceptions(report: (sentence: string) => void): void {
  const known = new Set<string>();
  const take = (problem: unknown): void => {
    const sentence = problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
    if (known.size === mostKept || known.size === known.add(sentence).size) return;
    report(sentence);
  };
  process.on('unhandledRejection', take);
  process.setUncaughtExceptionCaptureCallback(take);
}

/** More different exceptions than anybody reads in a log. */
const mostKept = 1000;
