import preset from '../jest.preset.js';

/** The eight services run once, for all files; files one after the other: they share the human queues. */
export default {
  ...preset,
  globalSetup: '<rootDir>/support/global-setup.ts',
  globalTeardown: '<rootDir>/support/global-teardown.ts',
  testTimeout: 60_000,
};
