const { mkdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

/**
 * Leaves a project's counts in coverage/results-unit.json or results-integration.json: an output that Nx caches, so
 * that tools/test.mjs can count tests that were not run again. Fails a project whose tests all were skipped.
 */
module.exports = class CountingReporter {
  constructor(globalConfig) {
    this.dir = path.join(globalConfig.rootDir, 'coverage');
    this.kind = process.env.THROUGHLINE_TESTS ?? 'unit';
  }

  onRunComplete(_contexts, results) {
    const counts = {
      passed: results.numPassedTests,
      // A file that can't even be loaded has no tests to fail.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    this.ran = counts.passed + counts.failed;
    mkdirSync(this.dir, { recursive: true });
    writeFileSync(path.join(this.dir, `results-${this.kind}.json`), JSON.stringify(counts));
  }

  getLastError() {
    if (this.ran) return undefined;
    return new Error(`no ${this.kind} test ran in ${this.dir}/..: add one, or do they all skip for want of a setting?`);
  }
};
