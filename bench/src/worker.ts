// One arm in a process of its own, started by child.ts. Spans are made as in a service, and go nowhere.
import 'reflect-metadata';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { Arm, ArmName, Task } from './arms/arm.ts';
import { makeHop } from './hop.ts';
import { Meter } from './meter.ts';

/** Loaded when asked for: an arm's memory is not to hold the others' libraries. */
const load: Record<ArmName, () => Promise<Arm>> = {
  ours: async () => (await import('./arms/ours.ts')).ours,
  'kafkajs-transactions': async () => (await import('./arms/kafkajs.ts')).kafkajsTransactions,
  kafkajs: async () => (await import('./arms/kafkajs.ts')).kafkajs,
  platformatic: async () => (await import('./arms/platformatic.ts')).platformatic,
  'platformatic-transactions': async () => (await import('./arms/platformatic.ts')).platformaticTransactions,
  nest: async () => (await import('./arms/nest.ts')).nest,
  'nest-partitions': async () => (await import('./arms/nest.ts')).nestPartitions,
};

const nowhere = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};
new NodeSDK({
  spanProcessors: [nowhere],
  metricReaders: [],
  logRecordProcessors: [],
  instrumentations: [],
  autoDetectResources: false,
}).start();

const task = JSON.parse(process.argv[2] ?? '') as Task;
const meter = new Meter(task.warmUp, task.records ?? Infinity);
// Whoever started it has gone: nobody waits for a result.
process.once('disconnect', () => process.exit(1));
const told = new Promise<void>((resolve) => process.once('message', () => resolve()));
const arm = await load[task.arm]();
const running = await arm(
  task,
  makeHop(task, () => meter.tick()),
);
process.send?.({ ready: true });
await Promise.race([meter.full, told]);
const usage = meter.usage();
await running.stop();
process.send?.(usage, () => process.exit(0));
