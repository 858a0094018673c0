// A Dockerfile's instructions, carried out in plain folders: where no Docker engine is, its very steps can be tried.
// What only an engine has is left out: base images, users, cache mounts, layers.
import { execFile } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { basename, join, matchesGlob, relative } from 'node:path';
import { promisify } from 'node:util';
import { DockerfileParser } from 'dockerfile-ast';

const execute = promisify(execFile);
const run = (program, args, options) => execute(program, args, { ...options, maxBuffer: 2 ** 26 });

/**
 * The stages, in order, each with its name (the last has its number) and instructions.
 * @param {string} file
 */
function readStages(file) {
  const stages = [];
  for (const instruction of DockerfileParser.parse(readFileSync(file, 'utf8')).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const [image] = instruction.getArgumentsContent().split(' ');
      stages.push({ image, name: instruction.getBuildStage() ?? String(stages.length), instructions: [] });
    } else stages.at(-1).instructions.push(instruction);
  }
  return stages;
}

/** Runs stages in folders below `dir`: those that stand before the first ARG once, the others once for each image. */
export class Builder {
  /** @param {{ file: string, context: string, dir: string, env: Record<string, string> }} options */
  constructor({ file, context, dir, env }) {
    Object.assign(this, { context, dir, env });
    const stages = readStages(file);
    const first = stages.findIndex(({ instructions }) => instructions.some((i) => i.getKeyword() === 'ARG'));
    this.shared = stages.slice(0, first);
    this.own = stages.slice(first);
    this.done = new Map();
  }

  /** The last stage, as an image: where its root lies, and what it starts with. One call at a time. */
  async build(args) {
    for (const stage of this.shared)
      if (!this.done.has(stage.name))
        this.done.set(stage.name, await this.run(stage, join(this.dir, stage.name), args));
    const dir = mkdtempSync(join(this.dir, 'image-'));
    const done = new Map(this.done);
    for (const stage of this.own) done.set(stage.name, await this.run(stage, join(dir, stage.name), args, done));
    const image = done.get(this.own.at(-1).name);
    return { ...image, forget: () => rm(dir, { recursive: true, force: true }) };
  }

  async run(stage, root, args, done = this.done) {
    const base = done.get(stage.image);
    mkdirSync(root, { recursive: true });
    if (base) await copy(`${base.root}/.`, root);
    const image = { root, cwd: base?.cwd ?? '/', env: { ...base?.env } };
    const handlers = {
      ARG: ([name]) => (image.env[name] = args[name] ?? ''),
      ENV: (_, i) => {
        for (const p of i.getProperties()) image.env[p.getName()] = p.getValue();
      },
      WORKDIR: ([path]) => {
        image.cwd = join(image.cwd, path.startsWith('/') ? relative(image.cwd, path) : path);
        mkdirSync(join(root, image.cwd), { recursive: true });
      },
      COPY: (words, i) => {
        const from = i.getFromFlag()?.getValue();
        return this.copy(image, words.slice(0, -1), words.at(-1), from && done.get(from).root);
      },
      RUN: (_, i) => this.sh(image, i.getArgumentsContent()),
      CMD: (_, i) => (image.cmd = JSON.parse(i.getArgumentsContent())),
      HEALTHCHECK: (_, i) => (image.healthcheck = JSON.parse(i.getArgumentsContent().replace(/^CMD\s+/, ''))),
      EXPOSE: () => undefined,
      USER: () => undefined,
    };
    for (const instruction of stage.instructions) {
      const handler = handlers[instruction.getKeyword()];
      if (!handler) throw new Error(`${instruction.getKeyword()} can't be carried out in a plain folder.`);
      await handler(instruction.getArgumentsContent().split(/\s+/), instruction);
    }
    return image;
  }

  async copy(image, sources, to, from) {
    const target = join(image.root, to.startsWith('/') ? to : join(image.cwd, to));
    if (from) return copy(`${join(from, ...sources)}/.`, target);
    const ignored = ignoredBy(join(this.context, '.dockerignore'));
    for (const source of sources) {
      const path = join(this.context, source);
      const into = to.endsWith('/') && !statSync(path).isDirectory() ? join(target, basename(path)) : target;
      await cp(path, into, { recursive: true, filter: (file) => !ignored(relative(this.context, file)) });
    }
  }

  async sh(image, command) {
    const cwd = join(image.root, image.cwd);
    const env = { ...this.env, ...image.env };
    await run('sh', ['-ec', command], { cwd, env }).catch(({ code, signal, stdout, stderr }) => {
      throw new Error(`RUN ${command}\nended with ${code ?? signal}:\n${stdout.slice(-3000)}${stderr.slice(0, 3000)}`);
    });
  }
}

/** By hard links: what a step makes anew never changes what it was linked from. */
async function copy(from, to) {
  mkdirSync(to, { recursive: true });
  await run('cp', ['-al', from, to]);
}

/** Whether a path of the context, or a folder above it, is kept out of it. Patterns with `!` are not known here. */
function ignoredBy(file) {
  const patterns = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  return (path) => patterns.some((pattern) => matchesGlob(path, pattern) || matchesGlob(path, `${pattern}/**`));
}

/** Files that are newer than an instant: what a program wrote where it may only read. */
export const writtenSince = (root, ms) =>
  globSync('{*,{apps,libs,models,tools}/**/*}', { cwd: root }).filter(
    (file) => statSync(join(root, file)).mtimeMs > ms,
  );
