import { prepareCluster } from '@throughline/bench/constant-services';
import { KbArticle, PolicyChanged, services, TicketOpened } from '@throughline/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { startCluster } from '../src/cluster.ts';
import { Health } from '../src/health.ts';

// What is asked of three brokers comes in any order; a group's progress must not depend on it.
it('tells the same of a group that is at rest, however often it is asked', async () => {
  const cluster = await startCluster();
  const health = new Health(cluster.direct);
  const admin = new Kafka({ brokers: [...cluster.direct], clientId: 'test', logLevel: logLevel.NOTHING }).admin();
  try {
    await prepareCluster(cluster.direct.join(','), { replicationFactor: 3 });
    await Promise.all([health.connect(), admin.connect()]);
    // kafkajs joins the group for each, which takes seconds: two with records and one without will do.
    const topics = [KbArticle.topic, PolicyChanged.topic, TicketOpened.topic];
    for (const topic of topics) {
      // oxlint-disable-next-line no-await-in-loop -- one member at a time
      const ends = await admin.fetchTopicOffsets(topic);
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await admin.setOffsets({ groupId: services.audit.name, topic, partitions });
    }
    const said = new Set<string>();
    for (let i = 0; i < 10; i++) {
      /* oxlint-disable no-await-in-loop -- one after the other is the point */
      const progress = [...(await health.progress())].map(([place, offset]) => `${place} ${offset}`).toSorted();
      said.add(JSON.stringify({ progress, lag: await health.lag(), written: await health.written() }));
      /* oxlint-enable no-await-in-loop */
    }
    const [only, ...others] = said;
    expect(others).toEqual([]);
    const { lag, progress, written } = JSON.parse(only ?? '{}');
    expect(lag).not.toHaveProperty(services.audit.name);
    expect(progress.length).toBeGreaterThan(topics.length);
    expect(written).toBeGreaterThan(0);
  } finally {
    await Promise.allSettled([health.close(), admin.disconnect()]);
    await cluster.end();
  }
}, 120_000);
