import { availableParallelism } from 'node:os';

const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
    target: 'es2023',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^debrief/plugin-api$': '<rootDir>/src/plugin-api/index.ts',
    '^debrief/plugin-api/text$': '<rootDir>/src/plugin-api/text.ts',
    '^fast-check$': '<rootDir>/test/support/fast-check.mjs',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  roots: ['<rootDir>/src', '<rootDir>/plugins', '<rootDir>/graphql', '<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // All processors, where jest leaves one idle; no more than the one database server has connections for.
  maxWorkers: Math.min(4, availableParallelism()),
  // For what never comes: a slow machine must not come near it.
  testTimeout: 90_000,
  collectCoverageFrom: ['{src,plugins,graphql}/**/*.ts', '!**/*.test.ts', '!**/*.d.ts'],
  coverageReporters: ['text-summary', 'lcov'],
};
