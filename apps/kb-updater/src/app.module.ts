import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { services } from '@throughline/contracts';
import { CONFIG, PlatformModule } from '@throughline/platform';
import { mongo } from '@throughline/platform/mongo';
import { ArticleStore } from './article.store.ts';
import { ArticlesController } from './articles.controller.ts';
import { Config } from './config.ts';
import { KbUpdaterAgent } from './kb-updater.agent.ts';
import { Lessons } from './lessons.ts';
import { loadMeaning, Meaning } from './meaning.ts';
import { Retractions } from './retractions.ts';
import { schemas } from './schemas.ts';
import { Trials } from './trials.ts';
import { UseStore } from './uses.ts';

@Module({
  imports: [PlatformModule.forService(services['kb-updater'], Config), mongo(), MongooseModule.forFeature(schemas)],
  controllers: [KbUpdaterAgent, ArticlesController],
  providers: [
    { provide: Meaning, inject: [CONFIG], useFactory: loadMeaning },
    ArticleStore,
    Lessons,
    UseStore,
    Retractions,
    Trials,
  ],
})
export class AppModule {}
