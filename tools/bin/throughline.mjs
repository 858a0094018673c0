#!/usr/bin/env -S node --disable-warning=TimeoutNegativeWarning
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keepTemporaryFilesIn } from '../shared/tmp.mjs';

const cli = new URL('../dist/cli.js', import.meta.url);
if (existsSync(cli)) {
  // So that the command works in any directory.
  process.env.THROUGHLINE_ROOT ??= fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
  keepTemporaryFilesIn(process.env.THROUGHLINE_ROOT);
  const { main } = await import(cli);
  await main(process.argv);
} else {
  console.error('throughline: the CLI is not built: run `npm run setup`');
  process.exitCode = 1;
}
