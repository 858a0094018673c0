import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { services } from '@throughline/contracts';
import { PlatformModule } from '@throughline/platform';
import { mongo } from '@throughline/platform/mongo';
import { Config } from './config.ts';
import { OverdueController } from './overdue.controller.ts';
import { schemas } from './schemas.ts';
import { SupervisorAgent } from './supervisor.agent.ts';
import { Sweep } from './sweep.ts';
import { TurnStore } from './turn.store.ts';

@Module({
  imports: [PlatformModule.forService(services.supervisor, Config), mongo(), MongooseModule.forFeature(schemas)],
  controllers: [SupervisorAgent, OverdueController],
  providers: [TurnStore, Sweep],
})
export class AppModule {}
