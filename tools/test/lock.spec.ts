import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lock } from '../shared/lock.mjs';
import { commandLine } from '../shared/process.mjs';

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'throughline-'));
  file = join(dir, 'a', 'lock');
});
afterEach(() => rmSync(dir, { recursive: true }));

it('lets one in at a time', async () => {
  let inside = 0;
  let most = 0;
  const visit = async () => {
    const unlock = await lock(file);
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
    unlock();
  };
  await Promise.all([visit(), visit(), visit()]);
  expect(most).toBe(1);
  expect(existsSync(file)).toBe(false);
});

it('tells who has it, once, or throws where one does not want to wait', async () => {
  const unlock = await lock(file);
  await expect(lock(file, { wait: false })).rejects.toThrow(`held by process ${process.pid}`);
  const holders: number[] = [];
  const second = lock(file, { onWait: (pid) => holders.push(pid) });
  setTimeout(unlock, 250);
  (await second)();
  expect(holders).toEqual([process.pid]);
});

it.each([
  ['a process that is gone', '999999999\nnode'],
  ['a process whose id another one has now', `${process.pid}\nanother command`],
])('takes over what is left of %s', async (_, content) => {
  (await lock(file))();
  writeFileSync(file, content);
  const unlock = await lock(file, { wait: false });
  unlock();
  expect(existsSync(file)).toBe(false);
});

it('reads the command line of a process, and none of one that is not there', () => {
  expect(commandLine(process.pid)).toContain('jest');
  expect(commandLine(999_999_999)).toBe('');
});
