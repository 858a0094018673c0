// A Dockerfile's instructions, carried out in plain folders: where no Docker engine is, its very steps can be tried.
// What only an engine has is left out: base images, users, cache mounts, layers.
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join, matchesGlob, relative } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';

/**
 * The stages, in order, each with its name (the last has its number) and instructions.
 * @param {string} file
 */
export function readStages(file) {
  const stages = [];
  for (const instruction of DockerfileParser.parse(readFileSync(file, 'utf8')).getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      const [image] = instruction.getArgumentsContent().split(' ');
      stages.push({ image, name: instruction.getBuildStage() ?? String(stages.length), instructions: [] });
    } else stages.at(-1).instructions.push(instruction);
  }
  return stages;
}

/** Runs stages in folders below `dir`, those that take no ARG only once. */
export class Builder {
  /** @param {{ file: string, context: string, dir: string, env: Record<string, string> }} options */
  constructor({ file, context, dir, env }) {
    Object.assign(this, { context, dir, env });
    this.stages = readStages(file);
    this.done = new Map();
  }

  /** The last stage, as an image: where its root lies, and what it starts with. */
  build(args) {
    for (const stage of this.stages) if (!this.done.has(stage.name)) this.run(stage, args);
    return this.done.get(this.stages.at(-1).name);
  }

  /** Deletes the stages that depend on an ARG: the next build makes them anew. */
  forget() {
    const first = this.stages.findIndex(({ instructions }) => instructions.some((i) => i.getKeyword() === 'ARG'));
    for (const { name } of this.stages.slice(first)) {
      rmSync(join(this.dir, name), { recursive: true, force: true });
      this.done.delete(name);
    }
  }

  run(stage, args) {
    const root = join(this.dir, stage.name);
    const base = this.done.get(stage.image);
    mkdirSync(root, { recursive: true });
    if (base) copy(`${base.root}/.`, root);
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
      COPY: (words, i) => this.copy(image, words.slice(0, -1), words.at(-1), i.getFromFlag()?.getValue()),
      RUN: (_, i) => this.sh(image, i.getArgumentsContent()),
      CMD: (_, i) => (image.cmd = JSON.parse(i.getArgumentsContent())),
      HEALTHCHECK: (_, i) => (image.healthcheck = JSON.parse(i.getArgumentsContent().replace(/^CMD\s+/, ''))),
      EXPOSE: () => undefined,
      USER: () => undefined,
    };
    for (const instruction of stage.instructions) {
      const handler = handlers[instruction.getKeyword()];
      if (!handler) throw new Error(`${instruction.getKeyword()} can't be carried out in a plain folder.`);
      handler(instruction.getArgumentsContent().split(/\s+/), instruction);
    }
    this.done.set(stage.name, image);
  }

  copy(image, sources, to, from) {
    const target = join(image.root, to.startsWith('/') ? to : join(image.cwd, to));
    if (from) return copy(`${join(this.done.get(from).root, ...sources)}/.`, target);
    const ignored = ignoredBy(join(this.context, '.dockerignore'));
    for (const source of sources) {
      const path = join(this.context, source);
      const into = to.endsWith('/') && !statSync(path).isDirectory() ? join(target, basename(path)) : target;
      cpSync(path, into, { recursive: true, filter: (file) => !ignored(relative(this.context, file)) });
    }
  }

  sh(image, command) {
    const cwd = join(image.root, image.cwd);
    const env = { ...this.env, ...image.env };
    const { status, stdout, stderr } = spawnSync('sh', ['-ec', command], { cwd, env, encoding: 'utf8' });
    if (status !== 0)
      throw new Error(`RUN ${command}\nended with ${status}:\n${stdout.slice(-3000)}${stderr.slice(0, 3000)}`);
  }
}

/** By hard links: what a step makes anew never changes what it was linked from. */
function copy(from, to) {
  mkdirSync(to, { recursive: true });
  const { status, stderr } = spawnSync('cp', ['-al', from, to], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cp ${from} ${to}: ${stderr}`);
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
  globSync('{*,{apps,libs,model,tools}/**/*}', { cwd: root }).filter((file) => statSync(join(root, file)).mtimeMs > ms);
