import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { services } from '@throughline/contracts';
import { PolicyStore } from '@throughline/guardrails';
import { PlatformModule } from '@throughline/platform';
import { mongo } from '@throughline/platform/mongo';
import { Config } from './config.ts';
import { CustomersController } from './customers.controller.ts';
import { CustomerStore } from './customers.ts';
import { EventsController } from './events.controller.ts';
import { InboxAgent } from './inbox.agent.ts';
import { Mailbox, MailboxController } from './mailbox.ts';
import { MediaTypes } from './media-types.ts';
import { RetractedArticles } from './retracted.ts';
import { schemas } from './schemas.ts';
import { TicketStore } from './tickets.ts';
import { TicketsController } from './tickets.controller.ts';
import { VoiceAgent } from './voice.agent.ts';
import { writeLimits } from './write-limit.ts';

@Module({
  imports: [
    PlatformModule.forService(services.intake, Config),
    mongo(),
    writeLimits,
    MongooseModule.forFeature(schemas),
  ],
  controllers: [InboxAgent, VoiceAgent, TicketsController, EventsController, CustomersController, MailboxController],
  providers: [
    MediaTypes,
    TicketStore,
    CustomerStore,
    Mailbox,
    { provide: PolicyStore, useFactory: () => new PolicyStore() },
    RetractedArticles,
  ],
})
export class AppModule {}
