import { metrics } from '@opentelemetry/api';

const meter = metrics.getMeter('@throughline/messaging');

/** Records handled, by service, topic and outcome (`ok`, `dead_letter`). */
export const processed = meter.createCounter('throughline.records.processed', { unit: '{record}' });
/** Records that went to the dead letters, by service, topic and error class. An alert watches it. */
export const deadLetters = meter.createCounter('throughline.records.dead_lettered', { unit: '{record}' });
/** Transactions committed or given up, by service and outcome. */
export const transactions = meter.createCounter('throughline.transactions', { unit: '{transaction}' });
/** Failed tries that are tried again, by service, topic and error class. */
export const retries = meter.createCounter('throughline.records.retried', { unit: '{record}' });
