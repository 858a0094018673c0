import { Body, Controller, Delete, Get, NotFoundException, Param, Put, Query } from '@nestjs/common';
import { CallerName, ZodPipe } from '@throughline/platform';
import { z } from 'zod';
import { type Article, put, retract } from './article.ts';
import { ArticleStore } from './article.store.ts';

const Path = z.object({
  articleId: z
    .string()
    .max(200)
    .regex(/^[a-z0-9][a-z0-9._-]*$/i, 'expected letters, digits, dot, - and _'),
});

const text = z.string().regex(/\S/, 'must not be blank');

const Stated = z.object({
  title: text.max(500),
  body: text,
  intents: z.array(z.string().min(1)).default([]),
  questions: z.array(text).default([]),
});

const Listing = z.object({
  intent: z.string().optional(),
  status: z.enum(['active', 'trial', 'retracted']).optional(),
});

const answer = ({ articleId, revision, status }: Article, changed: boolean) => ({
  articleId,
  revision,
  status,
  changed,
});

/** The knowledge base over HTTP: how a workspace is loaded, and how people look after it. */
@Controller('v1/articles')
export class ArticlesController {
  constructor(private readonly store: ArticleStore) {}

  @Get()
  async list(@Query(new ZodPipe(Listing)) listing: z.infer<typeof Listing>): Promise<Article[]> {
    return this.store.list(listing);
  }

  @Get(':articleId')
  async one(@Param('articleId') articleId: string): Promise<Article> {
    return (await this.store.find(articleId)) ?? missing(articleId);
  }

  /** The same content again changes nothing; other content is the next revision. */
  @Put(':articleId')
  async put(
    @Param(new ZodPipe(Path)) { articleId }: z.infer<typeof Path>,
    @CallerName() by: string,
    @Body(new ZodPipe(Stated)) content: z.infer<typeof Stated>,
  ) {
    const at = new Date().toISOString();
    return answer(...(await this.store.command(articleId, (existing) => put(existing, articleId, content, by, at))));
  }

  /** Retracted, not forgotten: replies that cited it can still be explained. */
  @Delete(':articleId')
  async retract(@Param('articleId') articleId: string) {
    const at = new Date().toISOString();
    return answer(...(await this.store.command(articleId, (existing) => retract(existing ?? missing(articleId), at))));
  }
}

function missing(articleId: string): never {
  throw new NotFoundException(`There is no article ${articleId}: GET /v1/articles lists them.`);
}
