import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = import.meta.dirname;
const swcrc = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));

/** ESM-only packages have to be compiled to CommonJS for Jest: find them instead of keeping a list. */
function esmPackages(dir = join(root, 'node_modules'), scope = '') {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    if (!e.isDirectory() || e.name.startsWith('.')) return [];
    if (e.name.startsWith('@')) return esmPackages(join(dir, e.name), `${e.name}/`);
    const pkg = JSON.parse(readFileSync(join(dir, e.name, 'package.json'), 'utf8'));
    return pkg.type === 'module' ? [`${scope}${e.name}`] : [];
  });
}
const esm = esmPackages().map((name) => name.replace(/[.+]/g, '\\$&'));

const commonjs = { type: 'commonjs' };
// Tests that need a Kafka, a MongoDB or a process of their own are `*.it.spec.ts`: the Nx target `integration`.
const integration = process.env.THROUGHLINE_TESTS === 'integration';
/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@throughline/source', 'node', 'node-addons'] },
  testMatch: integration ? ['<rootDir>/test/**/*.it.spec.ts'] : ['<rootDir>/test/**/*.spec.ts', '!**/*.it.spec.ts'],
  testTimeout: integration ? 60_000 : 5_000,
  reporters: ['default', join(root, 'tools/jest-reporter.cjs')],
  transform: {
    '\\.ts$': ['@swc/jest', { ...swcrc, module: commonjs, swcrc: false }],
    '\\.m?js$': [
      '@swc/jest',
      { jsc: { target: swcrc.jsc.target }, module: commonjs, isModule: 'unknown', swcrc: false },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${esm.join('|')})/)`],
  collectCoverageFrom: ['<rootDir>/src/**/*.ts', '!<rootDir>/src/main.ts'],
  coverageProvider: 'v8',
  restoreMocks: true,
};
