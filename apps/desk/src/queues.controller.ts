import { Controller, Get } from '@nestjs/common';
import { Answers } from '@throughline/platform';
import { Queues } from './http-answers.ts';
import { ReviewStore } from './review.store.ts';
import { type QueueView, queuesOf } from './views.ts';

@Controller('v1/queues')
export class QueuesController {
  constructor(private readonly store: ReviewStore) {}

  @Get()
  @Answers('The queues in which something waits.', Queues)
  async list(): Promise<QueueView[]> {
    return queuesOf(await this.store.waiting(), new Date());
  }
}
