import { Controller, Get } from '@nestjs/common';
import { Answers } from '@throughline/platform';
import { z } from 'zod';
import { Sweep } from './sweep.ts';
import { TurnStore } from './turn.store.ts';

const stepFields = {
  ticketId: z.string().describe('The ticket.'),
  turn: z.int().describe('Its turn.'),
  step: z.string().describe('The step of the plan.'),
};
const Overdue = z.object({
  overdue: z
    .array(z.object({ ...stepFields, owner: z.string().describe('The service that owes it.') }))
    .describe('Not done in time, and not escalated yet.'),
  escalated: z
    .array(z.object({ ...stepFields, reason: z.string().describe('Why.'), at: z.string().describe('When.') }))
    .describe('The latest ones.'),
});

@Controller('v1/overdue')
export class OverdueController {
  constructor(
    private readonly sweep: Sweep,
    private readonly turns: TurnStore,
  ) {}

  @Get()
  @Answers('Steps that are overdue now (the next sweep takes them), and what was escalated lately.', Overdue)
  async list() {
    const overdue = (await this.sweep.overdue(new Date())).map(({ turn: { ticketId, turn }, step }) => ({
      ticketId,
      turn,
      step: step.name,
      owner: step.owner,
    }));
    const escalated = (await this.turns.escalated(100)).map((t) => ({
      ticketId: t.ticketId,
      turn: t.turn,
      ...t.escalated,
    }));
    return { overdue, escalated };
  }
}
