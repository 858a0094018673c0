import { Module } from '@nestjs/common';
import { services } from '@throughline/contracts';
import { PolicyStore } from '@throughline/guardrails';
import { PlatformModule } from '@throughline/platform';
import { Articles } from './articles.ts';
import { Config } from './config.ts';
import { RouterAgent } from './router.agent.ts';

@Module({
  imports: [PlatformModule.forService(services.router, Config)],
  controllers: [RouterAgent],
  providers: [Articles, { provide: PolicyStore, useFactory: () => new PolicyStore() }],
})
export class AppModule {}
