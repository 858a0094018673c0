import { Controller, Get } from '@nestjs/common';
import { Answers } from '@throughline/platform';
import { z } from 'zod';
import { Knowledge } from './knowledge.ts';

const Index = z.object({ articles: z.record(z.string(), z.int()).describe('Revisions by article id.') });

@Controller('v1/index')
export class IndexController {
  constructor(private readonly knowledge: Knowledge) {}

  @Get()
  @Answers('The articles that this replica can quote, with their revisions.', Index)
  get(): { articles: Record<string, number> } {
    return { articles: this.knowledge.index() };
  }
}
