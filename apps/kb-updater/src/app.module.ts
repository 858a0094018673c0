import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { services } from '@throughline/contracts';
import { mongo, PlatformModule } from '@throughline/platform';
import { ArticleStore } from './article.store.ts';
import { ArticlesController } from './articles.controller.ts';
import { Config } from './config.ts';
import { KbUpdaterAgent } from './kb-updater.agent.ts';
import { schemas } from './schemas.ts';

@Module({
  imports: [PlatformModule.forService(services['kb-updater'], Config), mongo(), MongooseModule.forFeature(schemas)],
  controllers: [KbUpdaterAgent, ArticlesController],
  providers: [ArticleStore],
})
export class AppModule {}
