import { PolicyChanged } from '@throughline/contracts';
import { PolicyStore } from '@throughline/guardrails';
import { type KafkaOptions, readEvent, readTopic } from '@throughline/messaging';

/** Every policy that was ever activated, as every service knows it. @throws what Kafka does */
export async function pastPolicies(kafka: KafkaOptions): Promise<PolicyStore> {
  const store = new PolicyStore();
  await readTopic(kafka, PolicyChanged.topic, (record) => {
    const key = record.key?.toString('utf8') ?? '';
    store.apply({ key, data: record.value === null ? null : readEvent(PolicyChanged, record).data });
  });
  return store;
}
