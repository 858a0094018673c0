import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { generate: string } };

it('has checked in what the code says (else: npm run generate)', () => {
  const [, ...args] = scripts.generate.split(' ');
  const { status, stderr } = spawnSync(process.execPath, [...args, '--check'], { cwd: root, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 300_000);
