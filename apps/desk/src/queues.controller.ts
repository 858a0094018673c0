import { Controller, Get } from '@nestjs/common';
import { ReviewStore } from './review.store.ts';
import { type QueueView, queuesOf } from './views.ts';

@Controller('v1/queues')
export class QueuesController {
  constructor(private readonly store: ReviewStore) {}

  /** The queues in which something waits. */
  @Get()
  async list(): Promise<QueueView[]> {
    return queuesOf(await this.store.waiting(), new Date());
  }
}
