import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { commandLine } from '../shared/process.mjs';
import { stackPaths } from '../src/stack/paths.ts';
import { endProcess, isOurs, mark } from '../src/stack/processes.ts';

const paths = stackPaths('some', '/repo');
const java = (...args: string[]) => `java ${args.join(' ')} KafkaDev`;

describe('a process is ours', () => {
  it.each([
    [true, 'it carries the mark of this stack and part', java(mark(paths, 'kafka'), '-Xmx1m')],
    [false, 'it is the other part', java(mark(paths, 'mongo'))],
    [false, 'it is of another stack', java(mark(stackPaths('other', '/repo'), 'kafka'))],
    [false, 'it is of another clone', java(mark(stackPaths('some', '/elsewhere'), 'kafka'))],
    [false, 'the mark goes on', java(`${mark(paths, 'kafka')}-2`)],
    [false, 'there is none', ''],
  ])('%s when %s', (expected, _, command) => {
    expect(isOurs(7, paths, 'kafka', () => command)).toBe(expected);
  });
});

/** Sleeps until it is told to end; the word after -- only stands on its command line. */
const sleeper = (word: string) => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', word]);

describe('ending a process', () => {
  it('leaves one alone that got the process id later', async () => {
    const stranger = sleeper('stranger');
    await once(stranger, 'spawn');
    expect(await endProcess(stranger.pid ?? 0, paths, 'kafka')).toBe(false);
    expect(commandLine(stranger.pid ?? 0)).toContain('stranger');
    stranger.kill();
  });

  it('ends ours', async () => {
    const ours = sleeper(mark(paths, 'kafka'));
    const ended = once(ours, 'exit');
    await once(ours, 'spawn');
    expect(await endProcess(ours.pid ?? 0, paths, 'kafka')).toBe(true);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('kills ours when it does not listen', async () => {
    const deaf = `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)`;
    const ours = spawn(process.execPath, ['-e', deaf, '--', mark(paths, 'mongo')]);
    const ended = once(ours, 'exit');
    await once(ours.stdout, 'data');
    expect(await endProcess(ours.pid ?? 0, paths, 'mongo', 100)).toBe(true);
    expect(await ended).toEqual([null, 'SIGKILL']);
  });
});

it.each(['', '..', 'a/b', 'Über', 'lib', 'classes'])('a stack can not be called "%s"', (name) => {
  expect(() => stackPaths(name, '/repo')).toThrow("can't name a stack");
});
