import 'reflect-metadata';
import type { z } from 'zod';

const ANSWERS = Symbol('throughline:answers');

/** What a route answers, for the documents. */
export interface RouteAnswers {
  /** One sentence: what the route does. */
  readonly summary: string;
  /** What it answers when all is well; `z.void()` where that is nothing. */
  readonly schema: z.ZodType;
  /** Other statuses, and what each means. 400 and 401 go without saying. */
  readonly others: Readonly<Record<number, string>>;
  /** What each request header that the route reads means, by its name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Says what a route does and answers; the OpenAPI documents are made of it. The compiler refuses a method that returns
 * something else than `schema` takes.
 */
export const Answers =
  <S extends z.ZodType>(
    summary: string,
    schema: S,
    others: RouteAnswers['others'] = {},
    headers: RouteAnswers['headers'] = {},
  ) =>
  <T>(
    _: object,
    __: string | symbol,
    descriptor: TypedPropertyDescriptor<T & ((...args: never[]) => z.input<S> | Promise<z.input<S>>)>,
  ): void => {
    const answers: RouteAnswers = { summary, schema, others, headers };
    Reflect.defineMetadata(ANSWERS, answers, descriptor.value as object);
  };

/** What {@link Answers} left on a method, or undefined. */
export const answersOf = (method: object): RouteAnswers | undefined => Reflect.getMetadata(ANSWERS, method);
