import { kafka, kafkaArguments, localhost, newClusterId, newServer, type Server } from 'throughline/server';
import { freePort } from './ports.ts';
import { Proxy } from './proxy.ts';

/** One broker, and the proxy through which services reach it. */
export interface Broker extends Server {
  /** As Kafka numbers it, from 1. */
  readonly id: number;
  readonly proxy: Proxy;
}

/** Brokers that are controllers, too: three of them survive the loss of one. */
export interface Cluster {
  readonly brokers: readonly Broker[];
  /** Addresses for who checks: straight to the brokers. */
  readonly direct: readonly string[];
  /** Addresses for who is checked: through the proxies, which the brokers name to these clients as their own. */
  readonly proxied: readonly string[];
  /** Cuts one client, by its client id, off all brokers; gives how to put it right again. */
  cut(client: string, how: 'silent' | 'refused'): () => void;
  end(): Promise<void>;
}

/** How many replicas a record has, and how many must have it before it is acknowledged. */
export const replicas = 3;
const inSync = 2;

/** Starts the brokers, each in a JVM of its own, with new data. */
export async function startCluster(): Promise<Cluster> {
  const clusterId = newClusterId();
  const nodes: Node[] = [];
  for (const id of [1, 2, 3]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that no port is given twice
    const [port, forServices, controller, front] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    // oxlint-disable-next-line no-await-in-loop -- as above
    nodes.push({ id, port, forServices, controller, proxy: await Proxy.open(front, forServices) });
  }
  const voters = nodes.map(({ id, controller }) => `${id}@${localhost}:${controller}`).join(',');
  const brokers = await Promise.all(
    nodes.map(async (node): Promise<Broker> => {
      const properties = propertiesOf(node, voters);
      const part = {
        ...kafka,
        javaArguments: (paths: Parameters<typeof kafkaArguments>[0], port: number) =>
          kafkaArguments(paths, port, { clusterId, properties }),
      };
      const server = await newServer(part, `soak-kafka-${node.id}`, node.port);
      return Object.assign(server, { id: node.id, proxy: node.proxy });
    }),
  );
  const end = async (): Promise<void> => {
    const ended = await Promise.allSettled(brokers.map((b) => b.stop()));
    await Promise.all(brokers.map((b) => b.proxy.close()));
    const failed = ended.find((e) => e.status === 'rejected');
    if (failed) throw failed.reason;
  };
  try {
    await Promise.all(brokers.map((b) => b.start()));
  } catch (error) {
    await end();
    throw error;
  }
  return {
    brokers,
    direct: brokers.map((b) => b.address),
    proxied: brokers.map((b) => b.proxy.address),
    cut: (client, how) => {
      const healers = brokers.map((b) => b.proxy.cut(client, how));
      return () => healers.forEach((heal) => heal());
    },
    end,
  };
}

interface Node {
  readonly id: number;
  readonly port: number;
  readonly forServices: number;
  readonly controller: number;
  readonly proxy: Proxy;
}

/** What a node of three has other than the one node of a stack (tools/stack/server.properties). */
const propertiesOf = ({ id, port, forServices, controller, proxy }: Node, voters: string): string => `
node.id=${id}
controller.quorum.voters=${voters}
listeners=PLAINTEXT://${localhost}:${port},SERVICES://${localhost}:${forServices},CONTROLLER://${localhost}:${controller}
advertised.listeners=PLAINTEXT://${localhost}:${port},SERVICES://${proxy.address}
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SERVICES:PLAINTEXT
default.replication.factor=${replicas}
min.insync.replicas=${inSync}
offsets.topic.replication.factor=${replicas}
transaction.state.log.replication.factor=${replicas}
transaction.state.log.min.isr=${inSync}
share.coordinator.state.topic.replication.factor=${replicas}
share.coordinator.state.topic.min.isr=${inSync}
`;
