import { HttpStatus, RequestMethod, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { Reflector } from '@nestjs/core';
import { answersOf, isPublic, type RouteAnswers, ZodPipe } from '@throughline/platform';
import { z } from 'zod';

/** Something that a route takes beside its body. */
export interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly schema: z.ZodType;
}

/** A route of a controller, with the very schemas that it checks with. */
export interface Route extends RouteAnswers {
  /** Controller and method, e.g. `TicketsController.post`. */
  readonly at: string;
  /** Lower case. */
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly status: number;
  readonly isPublic: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: z.ZodType | undefined;
}

interface Argument {
  type: RouteParamtypes;
  name: string | undefined;
  schema: z.ZodType | undefined;
}

const places = {
  [RouteParamtypes.PARAM]: 'path',
  [RouteParamtypes.QUERY]: 'query',
  [RouteParamtypes.HEADERS]: 'header',
} as const;

/** The routes of a controller; none for one that only handles events. @throws where a route doesn't say what it takes or answers */
export function routesOf(controller: Type): Route[] {
  const base = Reflect.getMetadata(PATH_METADATA, controller) as string;
  const names = Object.getOwnPropertyNames(controller.prototype);
  return names.flatMap((name) => {
    const method = controller.prototype[name] as unknown;
    if (typeof method !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, method)) return [];
    return [routeOf(controller, name, method, base)];
  });
}

function routeOf(controller: Type, name: string, method: Function, base: string): Route {
  const at = `${controller.name}.${name}`;
  const answers = answersOf(method);
  if (!answers) throw new Error(`${at} does not say what it answers: add @Answers('What it does.', Schema).`);
  const verb = Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod;
  const path = [base, Reflect.getMetadata(PATH_METADATA, method) as string].join('/').replaceAll(/:(\w+)/g, '{$1}');
  const created = verb === RequestMethod.POST ? HttpStatus.CREATED : HttpStatus.OK;
  const args = argumentsOf(controller, name);
  return {
    at,
    ...answers,
    method: RequestMethod[verb].toLowerCase(),
    path: `/${path.split('/').filter(Boolean).join('/')}`,
    status: (Reflect.getMetadata(HTTP_CODE_METADATA, method) as number | undefined) ?? created,
    isPublic: isPublic(new Reflector(), method, controller),
    parameters: args.flatMap((arg) => parametersOf(arg, at, answers)),
    body: args.filter((a) => a.type === RouteParamtypes.BODY).map((a) => checked(a, at, 'Body'))[0],
  };
}

function argumentsOf(controller: Type, name: string): Argument[] {
  const found = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<
    string,
    { index: number; data?: unknown; pipes?: unknown[] }
  >;
  // Decorators of our own, like CallerName, have keys that begin otherwise.
  const nests = Object.entries(found).filter(([key]) => /^\d+:/.test(key));
  const all = nests.map(([key, { index, data, pipes = [] }]) => {
    const pipe = pipes.find((p) => p instanceof ZodPipe);
    return { index, type: Number.parseInt(key, 10), name: data as string | undefined, schema: pipe?.schema };
  });
  return all.toSorted((a, b) => a.index - b.index);
}

/** `@Param('id')` is one parameter; `@Query(new ZodPipe(Schema))` is one for each field. */
function parametersOf(arg: Argument, at: string, { headers }: RouteAnswers): Parameter[] {
  const place = places[arg.type as keyof typeof places];
  if (!place) return [];
  if (arg.name) return [{ in: place, name: arg.name, schema: arg.schema ?? named(place, arg.name, at, headers) }];
  const schema = checked(arg, at, place === 'path' ? 'Param' : 'Query');
  if (!(schema instanceof z.ZodObject)) throw new Error(`${at}: parameters need a z.object(…) with a field for each.`);
  return Object.entries(schema.shape).map(([name, field]) => ({ in: place, name, schema: field as z.ZodType }));
}

/** A parameter that is any text. @throws for a header of which nobody says what it means */
function named(place: Parameter['in'], name: string, at: string, headers: RouteAnswers['headers']): z.ZodType {
  if (place === 'path') return z.string().describe(`The ${name.replace(/Id$/, '')}.`);
  const meaning = headers[name];
  if (place === 'header' && !meaning) throw new Error(`${at}: say in @Answers(…) what the header '${name}' means.`);
  return z
    .string()
    .optional()
    .describe(meaning ?? '');
}

function checked({ schema }: Argument, at: string, decorator: string): z.ZodType {
  if (schema) return schema;
  throw new Error(`${at}: @${decorator}() is not checked: use @${decorator}(new ZodPipe(Schema)).`);
}
