import {
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Param,
  Post,
  Query,
} from '@nestjs/common';
import { Answers, CallerName, CONFIG, type ConfigOf, ZodPipe } from '@throughline/platform';
import { z } from 'zod';
import { claim, release } from './claim.ts';
import type { Config } from './config.ts';
import { decide } from './decide.ts';
import { ReviewDetail, ReviewSummary } from './http-answers.ts';
import { Claiming, Decide, Listing } from './http-bodies.ts';
import type { Outcome, Review } from './review.ts';
import { ReviewStore } from './review.store.ts';
import { detailOf, summaryOf } from './views.ts';

const none = 'No such review.';
const refused = { 404: none, 409: 'Refused; the message says why.' };

/** The human queues over HTTP. The person is the one whose token it is. Refusals are 409 and say why. */
@Controller('v1/reviews')
export class ReviewsController {
  constructor(
    private readonly store: ReviewStore,
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
  ) {}

  @Get()
  @Answers('Reviews: waiting ones oldest first, others newest first.', z.array(ReviewSummary))
  async list(@Query(new ZodPipe(Listing)) listing: Listing) {
    return (await this.store.list(listing)).map(summaryOf);
  }

  @Get(':id')
  @Answers('A review with all the evidence.', ReviewDetail, { 404: none })
  async one(@Param('id') id: string) {
    return detailOf((await this.store.find(id)) ?? missing(id));
  }

  @Post(':id/claim')
  @HttpCode(200)
  @Answers('Claims a review for the caller, or claims it for longer.', ReviewDetail, refused)
  claim(
    @Param('id') id: string,
    @CallerName() by: string,
    @Body(new ZodPipe(Claiming)) body: z.infer<typeof Claiming>,
  ) {
    return this.change(id, (r) => claim(r, by, body.minutes ?? this.config.LEASE_MINUTES, new Date()));
  }

  @Post(':id/release')
  @HttpCode(200)
  @Answers('Hands a claimed review back.', ReviewDetail, refused)
  release(@Param('id') id: string, @CallerName() by: string) {
    return this.change(id, (r) => release(r, by, new Date()));
  }

  @Post(':id/decide')
  @HttpCode(200)
  @Answers('Decides a review that the caller has claimed.', ReviewDetail, refused)
  decide(@Param('id') id: string, @CallerName() by: string, @Body(new ZodPipe(Decide)) body: Decide) {
    return this.change(id, (r) => decide(r, body, by, new Date()));
  }

  private async change(id: string, rule: (review: Review) => Outcome) {
    const result = (await this.store.change(id, rule)) ?? missing(id);
    if ('rejected' in result) throw new ConflictException(result.rejected);
    return detailOf(result);
  }
}

function missing(id: string): never {
  throw new NotFoundException(`There is no review ${id}: GET /v1/reviews lists them.`);
}
