import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { services } from '@throughline/contracts';
import { Answers, Public, ZodPipe } from '@throughline/platform';
import { z } from 'zod';
import { openApiOf } from '../src/openapi.ts';
import { routesOf } from '../src/routes.ts';

const Thing = z.object({ name: z.string().describe('Its name.'), made: z.date().describe('When.') });
const Filter = z.object({ limit: z.coerce.number().int().default(10).describe('At most so many.') });

@Controller('v1/things')
class Things {
  @Get(':thingId')
  @Public()
  @Answers('One thing.', Thing, { 404: 'No such thing.' })
  one(@Param('thingId') name: string, @Query(new ZodPipe(Filter)) filter: z.output<typeof Filter>) {
    return { name: `${name}${filter.limit}`, made: new Date(0) };
  }

  @Put()
  @HttpCode(204)
  @Answers('Puts a thing.', z.void(), {}, { 'x-reason': 'Why.' })
  put(@Body(new ZodPipe(Thing)) _thing: z.output<typeof Thing>, @Headers('x-reason') _reason?: string): void {}

  helper(): void {}
}

const service = {
  name: 'intake',
  declaration: services.intake,
  config: z.object({}),
  routes: routesOf(Things),
  handlers: [],
} as const;
const { paths } = openApiOf(service, '1.0.0') as { paths: Record<string, Record<string, Record<string, unknown>>> };

it('shows a new route by itself: path, parameters, answer, refusals', () => {
  expect(Object.keys(paths)).toEqual(['/v1/things/{thingId}', '/v1/things']);
  expect(paths['/v1/things/{thingId}']?.['get']).toMatchObject({
    summary: 'One thing.',
    security: [],
    parameters: [
      { name: 'thingId', in: 'path', required: true },
      { name: 'limit', in: 'query', required: false, schema: { type: 'integer', default: 10 } },
    ],
    responses: {
      200: { content: { 'application/json': { schema: { properties: { made: { format: 'date-time' } } } } } },
      404: { description: 'No such thing.' },
    },
  });
  expect(paths['/v1/things']?.['put']).toMatchObject({
    parameters: [{ name: 'x-reason', in: 'header', required: false, description: 'Why.' }],
    requestBody: { required: true },
    responses: { 204: { description: 'No Content' }, 401: {} },
  });
});

it.each([
  ['answers', 'add @Answers'],
  ['body', '@Body() is not checked'],
  ['header', "the header 'x-a' means"],
])('refuses a route that leaves out its %s, and names the fix', (name, fix) => {
  @Controller()
  class Bad {
    @Post()
    answers(): void {}

    @Post()
    @Answers('Posts.', z.void())
    body(@Body() _body: unknown): void {}

    @Post()
    @Answers('Posts.', z.void())
    header(@Headers('x-a') _header: string): void {}
  }
  const others = ['answers', 'body', 'header'].filter((other) => other !== name);
  for (const other of others) delete (Bad.prototype as unknown as Record<string, unknown>)[other];
  expect(() => routesOf(Bad)).toThrow(fix);
});
