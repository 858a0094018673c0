// Where Kafka and the store of a demo come from. Plain Node.js 18, no dependencies: setup asks, too.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Servers of one's own first, then the embedded ones; a Docker engine only where there is no JDK. */
export function serversFrom({ given, jdk, docker }) {
  if (given()) return 'given';
  if (jdk()) return 'embedded';
  // Where neither is, setup says what to install.
  return docker() ? 'docker' : 'embedded';
}

const answers = (program, ...args) => spawnSync(program, args, { stdio: 'ignore', timeout: 10_000 }).status === 0;

/** As this machine and its environment are. */
export function serversHere(env = process.env) {
  return serversFrom({
    given: () => Boolean(env.KAFKA_BROKERS && env.MONGODB_URI),
    jdk: () => answers(env.JAVA_HOME ? join(env.JAVA_HOME, 'bin/javac') : 'javac', '-version'),
    docker: () => answers('docker', 'compose', 'version') && answers('docker', 'info'),
  });
}
