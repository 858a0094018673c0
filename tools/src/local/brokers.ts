/** The brokers that commands talk to: KAFKA_BROKERS, or the embedded stack's. */
export const brokers = (): string[] => (process.env['KAFKA_BROKERS'] ?? '127.0.0.1:19092').split(',');

/** Who commands are towards Kafka. */
export const kafka = (clientId = 'throughline-cli'): { brokers: string[]; clientId: string } => ({
  brokers: brokers(),
  clientId,
});

/** @throws Error that says where Kafka was looked for, in place of the client's own where it does not answer */
export async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { name, message } = error as Error;
    if (!/^KafkaJS(Connection|NumberOfRetries|BrokerNotFound)/.test(name)) throw error;
    throw new Error(
      `Kafka at ${brokers().join(',')} does not answer: ${message}. Is it up, and is KAFKA_BROKERS right?`,
      {
        cause: error,
      },
    );
  }
}
