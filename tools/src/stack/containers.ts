import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { serversHere } from '../../shared/servers.mjs';

/** Where docker-compose.yml publishes its servers. */
const published = {
  KAFKA_BROKERS: '127.0.0.1:19092',
  MONGODB_URI: 'mongodb://127.0.0.1:27027/?replicaSet=rs0&directConnection=true',
};

/**
 * Without a JDK, but with a Docker engine: starts Kafka and the store in containers and names them in the environment, as
 * somebody with servers of their own would. Resolves to what stops them; undefined where nothing was to be done.
 * @throws where Compose fails; it has said why
 */
export async function containersWithoutJdk(root: string): Promise<(() => Promise<void>) | undefined> {
  if (serversHere() !== 'docker') return undefined;
  await compose(root, 'up', '-d', '--wait', 'kafka', 'mongodb');
  Object.assign(process.env, published);
  return () => compose(root, 'stop', 'kafka', 'mongodb');
}

async function compose(root: string, ...args: string[]): Promise<void> {
  const child = spawn('docker', ['compose', ...args], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`docker compose ${args.join(' ')} ended with ${code}`);
}
