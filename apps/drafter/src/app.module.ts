import { Module } from '@nestjs/common';
import { services } from '@throughline/contracts';
import { CONFIG, PlatformModule } from '@throughline/platform';
import { Config } from './config.ts';
import { DrafterAgent } from './drafter.agent.ts';
import { IndexController } from './index.controller.ts';
import { Knowledge, loadKnowledge } from './knowledge.ts';
import { loadWriter, Writer } from './writer.ts';

@Module({
  imports: [PlatformModule.forService(services.drafter, Config)],
  controllers: [DrafterAgent, IndexController],
  providers: [
    { provide: Knowledge, inject: [CONFIG], useFactory: loadKnowledge },
    { provide: Writer, inject: [CONFIG], useFactory: loadWriter },
  ],
})
export class AppModule {}
