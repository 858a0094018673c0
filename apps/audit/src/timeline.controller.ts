import { Controller, Get, NotFoundException, Param, Query } from '@nestjs/common';
import { Answers, ZodPipe } from '@throughline/platform';
import type { z } from 'zod';
import { EventStore } from './events.ts';
import { FlowStore } from './flows.ts';
import { Citing, Detail, Flows, Listing, TimelineView } from './http-answers.ts';
import { dataOf } from './record-doc.ts';
import type { FlowDoc, FlowStep } from './schemas.ts';
import { causalOrder } from './state.ts';

type Timeline = Omit<FlowDoc, 'steps' | '_id'> & { ticketId: string; steps: (FlowStep & { data?: unknown })[] };

@Controller('v1')
export class TimelineController {
  constructor(
    private readonly events: EventStore,
    private readonly flows: FlowStore,
  ) {}

  @Get('tickets/:ticketId/timeline')
  @Answers('Every step of a ticket, each after the one that caused it.', TimelineView, {
    404: 'No event of this ticket is in the trail.',
  })
  async timeline(
    @Param('ticketId') ticketId: string,
    @Query(new ZodPipe(Detail)) { data }: z.output<typeof Detail>,
  ): Promise<Timeline> {
    const flow = await this.flows.find(ticketId);
    if (!flow) throw new NotFoundException(`No event of a ticket ${ticketId} is in the trail.`);
    const { _id, steps, ...rest } = flow;
    const ordered = causalOrder(steps);
    if (!data) return { ticketId, ...rest, steps: ordered };
    const docs = new Map((await this.events.at(steps.map((s) => s.place))).map((d) => [d._id, d]));
    const withData = ordered.map((s) => {
      const doc = docs.get(s.place);
      return doc ? { ...s, data: dataOf(doc) } : s;
    });
    return { ticketId, ...rest, steps: withData };
  }

  @Get('articles/:articleId/tickets')
  @Answers('Every ticket whose drafts or replies quote an article.', Citing)
  async citing(@Param('articleId') articleId: string): Promise<z.infer<typeof Citing>> {
    const flows = await this.flows.citing(articleId);
    return flows.map(({ _id, cites = [], customerId, state, turn }) => {
      const ofIt = cites.filter((cite) => cite.articleId === articleId);
      const where = ofIt.map(({ revision, turn: at, in: kind }) => ({ revision, turn: at, in: kind }));
      return { ticketId: _id, customerId, state, turn, cites: where };
    });
  }

  @Get('flows')
  @Answers('Tickets by state, without their steps.', Flows)
  async list(
    @Query(new ZodPipe(Listing)) { state, limit }: z.output<typeof Listing>,
  ): Promise<Omit<FlowDoc, 'steps'>[]> {
    return this.flows.list(state, limit);
  }
}
