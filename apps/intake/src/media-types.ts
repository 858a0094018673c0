import { Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** How a CloudEvent comes over HTTP: alone with its attributes as headers, alone as one JSON document, or several of those. */
export const mediaTypes = {
  binary: 'application/json',
  structured: 'application/cloudevents+json',
  batch: 'application/cloudevents-batch+json',
} as const;
export type Mode = keyof typeof mediaTypes;

export const unsupported = (): UnsupportedMediaTypeException =>
  new UnsupportedMediaTypeException(
    `Send ${mediaTypes.binary}; to POST /v1/events also ${mediaTypes.structured} or ${mediaTypes.batch}.`,
  );

/** Lets Fastify read the CloudEvents types as JSON, by its own safe parser, and say of others what is taken. */
@Injectable()
export class MediaTypes {
  constructor(host: HttpAdapterHost) {
    // A module that is only compiled, for a test, has no adapter that could take anything.
    const fastify = host.httpAdapter?.getInstance?.() as Partial<FastifyInstance> | undefined;
    if (!fastify?.addContentTypeParser || !fastify.getDefaultJsonParser) return;
    const json = fastify.getDefaultJsonParser('error', 'error');
    fastify.addContentTypeParser([mediaTypes.structured, mediaTypes.batch], { parseAs: 'string' }, json);
    fastify.removeContentTypeParser?.('text/plain');
    fastify.addContentTypeParser('*', (_request, _payload, done) => done(unsupported()));
  }
}
