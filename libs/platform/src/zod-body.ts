import { BadRequestException, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';

/** Checks a body or query against a schema: `@Body(new ZodPipe(Schema))`. What fails is a 400 that names each field and reason.
 * The reference documents show this very schema. */
export class ZodPipe<S extends z.ZodType> implements PipeTransform<unknown, z.output<S>> {
  constructor(readonly schema: S) {}

  transform(value: unknown): z.output<S> {
    const result = this.schema.safeParse(value ?? {});
    if (result.success) return result.data;
    const errors = result.error.issues.map((i) => ({ field: i.path.join('.') || '(body)', reason: i.message }));
    throw new BadRequestException({
      statusCode: 400,
      error: 'Bad Request',
      message: 'Some fields are not right.',
      errors,
    });
  }
}
