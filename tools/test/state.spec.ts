import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readState, writeState } from '../src/stack/state.ts';

const kafka = { pid: 42, port: 19092, ready: true, startedAt: '2026-01-01T00:00:00.000Z', version: '4.4.0' };

describe('state.json', () => {
  let dir: string;
  let file: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'throughline-'));
    file = join(dir, 'a', 'state.json');
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('reads what was written, and leaves no other file', () => {
    writeState(file, { kafka });
    expect(readState(file)).toEqual({ kafka });
    expect(readdirSync(join(dir, 'a'))).toEqual(['state.json']);
  });

  it('counts as empty when there is none', () => {
    expect(readState(file)).toEqual({});
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, 40)],
    ['of another version', (text: string) => text.replace('"pid"', '"process"')],
    // kill(0) and kill(-1) would end this process's group, and everything.
    ['with a process id that is not one', (text: string) => text.replace('42', '0')],
  ])('counts as empty when it is %s', (_, damage) => {
    writeState(file, { kafka });
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    expect(readState(file)).toEqual({});
  });
});
