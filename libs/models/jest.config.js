import { join } from 'node:path';
import preset from '../../jest.preset.js';

const root = join(import.meta.dirname, '../..');

/** For every project whose tests load this one: see the two files for why. */
export default {
  ...preset,
  setupFiles: [join(import.meta.dirname, 'test/setup/one-realm.js')],
  // eld exports its sizes under the condition 'import' alone, and Jest asks for 'require'.
  moduleNameMapper: { '^eld/(\\w+)$': join(root, 'node_modules/eld/src/entries/static.$1.js') },
};
