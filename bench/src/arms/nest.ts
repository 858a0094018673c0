import { Controller, Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientKafka,
  ClientsModule,
  Ctx,
  EventPattern,
  type KafkaContext,
  Payload,
  Transport,
} from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Arm } from './arm.ts';

const OUT = 'OUT';

/** Nest's own transport, as its documentation has it: one record at a time (a partition), one send a record. */
const nestArm =
  (partitionsConsumedConcurrently: number): Arm =>
  async ({ brokers, service }, hop) => {
    @Controller()
    class Step {
      constructor(@Inject(OUT) private readonly client: ClientKafka) {}

      @EventPattern(hop.In.topic)
      async handle(@Payload() value: unknown, @Ctx() given: unknown): Promise<void> {
        const context = given as KafkaContext;
        const { key, headers, offset, timestamp } = context.getMessage();
        const place = { topic: context.getTopic(), partition: context.getPartition(), offset };
        const sent = await hop.process({
          place,
          key: key && Buffer.from(key),
          value: value as Buffer,
          // Made texts by the transport's parser.
          headers: headers as Record<string, string>,
          timestamp: new Date(Number(timestamp)).toISOString(),
        });
        await lastValueFrom(
          this.client.emit(sent.topic, { key: sent.key, value: sent.value, headers: { ...sent.headers } }),
        );
      }
    }

    const client = { clientId: 'bench', brokers: brokers.split(','), logLevel: 0 };
    const out = { name: OUT, transport: Transport.KAFKA, options: { client, producerOnlyMode: true } } as const;
    @Module({ imports: [ClientsModule.register([out])], controllers: [Step] })
    class App {}

    const app = await NestFactory.createMicroservice(App, {
      logger: ['error'],
      transport: Transport.KAFKA,
      options: {
        client,
        consumer: { groupId: service, maxWaitTimeInMs: 250 },
        subscribe: { fromBeginning: true },
        run: { partitionsConsumedConcurrently },
        // The value stays as it is: it is parsed where all arms parse it, and not twice.
        parser: { keepBinary: true },
      },
    });
    await app.listen();
    return { stop: () => app.close() };
  };

export const nest = nestArm(1);
export const nestPartitions = nestArm(6);
