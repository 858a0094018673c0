import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Contract, EventOf } from '@throughline/contracts';
import { Agent, Consumes, KafkaStrategy, KeepErrors, type MessagingOptions } from '@throughline/messaging';
import type { Data } from '../hop.ts';
import type { Arm } from './arm.ts';

/** A Nest microservice with one agent, as a service of the flow is one. */
export const ours: Arm = async ({ brokers, maxInFlight }, hop) => {
  @Agent(hop.service)
  class Step {
    @Consumes(hop.In, { emits: [hop.Out] })
    handle(event: EventOf<Contract<Data>>) {
      return hop.handle(event);
    }
  }

  @Module({ controllers: [Step] })
  class App {}

  const options: MessagingOptions & { maxInFlight?: number } = {
    declaration: hop.service,
    brokers: brokers.split(','),
    instance: '0',
    ...(maxInFlight && { maxInFlight }),
  };
  const strategy = new KafkaStrategy(options);
  const app = await NestFactory.createMicroservice(App, { strategy, logger: ['error', 'warn'] });
  app.useGlobalFilters(new KeepErrors());
  await app.listen();
  return { stop: () => app.close() };
};
