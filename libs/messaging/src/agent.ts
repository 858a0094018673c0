import 'reflect-metadata';
import { Controller } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { PARAM_ARGS_METADATA } from '@nestjs/microservices/constants';
import type { Contract, DataOf, Emitted, EventOf, ServiceDeclaration } from '@throughline/contracts';
import type { HandledRecord } from './record.ts';

const AGENT = Symbol('throughline:agent');
const HANDLERS = Symbol('throughline:handlers');

/** What a handler may return: nothing, one event, or several; now or later. */
export type HandlerResult<E extends readonly Contract[]> =
  | Emitted<E>
  | readonly Emitted<E>[]
  | undefined
  | void
  | Promise<Emitted<E> | readonly Emitted<E>[] | undefined | void>;

/** A record of a followed topic: what it says of a key, or null where the key was removed. */
export interface Followed<C> {
  readonly key: string;
  readonly data: DataOf<C> | null;
}

/** What the decorators leave for the strategy to find. */
export interface HandlerExtras {
  readonly mode: 'event' | 'follow' | 'record';
  readonly contract: Contract | undefined;
  readonly emits: readonly Contract[];
  /** For `record`: how long a fetch waits for more, in milliseconds. */
  readonly lingerMs?: number;
  /** Class and method, for messages to people. */
  readonly at: string;
  readonly owner: object;
}

/** Marks a class as (part of) an agent of a service: its methods handle events. Nest creates and injects it as a controller. */
export const Agent =
  (declaration: ServiceDeclaration): ClassDecorator =>
  (target) => {
    Controller()(target);
    Reflect.defineMetadata(AGENT, declaration, target);
  };

/** The declaration that {@link Agent} left on a class, or undefined. */
export const declarationOf = (target: object): ServiceDeclaration | undefined => Reflect.getMetadata(AGENT, target);

/** The handling methods of an agent's class, with what their decorators say. */
export const handlersOf = (target: object): readonly (HandlerExtras & { readonly method: string | symbol })[] =>
  (Reflect.getMetadata(HANDLERS, target) as ReturnType<typeof handlersOf> | undefined) ?? [];

/**
 * Nest passes nothing but the payload to a method without parameter decorators; here one that takes a second argument
 * gets the record. As with Nest's own `@Ctx()`, its pipes are then asked about that too, as of type `custom`.
 */
function passRecord(target: object, key: string | symbol, method: unknown): void {
  const known: unknown = Reflect.getMetadata(PARAM_ARGS_METADATA, target.constructor, key);
  const decorated = Object.values((known ?? {}) as Record<string, { index: number }>).map(({ index }) => index);
  const takesRecord = typeof method === 'function' && method.length > 1;
  if (!decorated.includes(0)) Payload()(target, key, 0);
  if (takesRecord && !decorated.includes(1)) Ctx()(target, key, 1);
}

const handler =
  (pattern: string, extras: Pick<HandlerExtras, 'mode' | 'contract' | 'emits' | 'lingerMs'>): MethodDecorator =>
  (target, key, descriptor) => {
    const at = `${target.constructor.name}.${String(key)}`;
    const all = { ...extras, at, owner: target.constructor };
    passRecord(target, key, descriptor.value);
    MessagePattern(pattern, all)(target, key, descriptor as never);
    const others = handlersOf(target.constructor);
    Reflect.defineMetadata(HANDLERS, [...others, { ...all, method: key }], target.constructor);
  };

/**
 * The method handles every event of this contract, each once, in order per key. What it returns is sent in one Kafka
 * transaction with the offset. Throw a TerminalError or RetryableError to say what a failure means.
 * The compiler refuses a method that takes another event or returns one that `emits` does not list.
 */
export const Consumes = <C extends Contract, const E extends readonly Contract[] = []>(
  contract: C,
  options: { emits?: E } = {},
) =>
  handler(contract.topic, {
    mode: 'event',
    contract,
    emits: options.emits ?? [],
  }) as <T>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<T & ((event: EventOf<C>, ...rest: never[]) => HandlerResult<E>)>,
  ) => void;

/**
 * The method sees every record of a topic that is left from the start on (of a compacted one the current state of every key), in
 * every replica; the service is ready when all are caught up. It must not emit.
 */
export const Follows = <C extends Contract>(contract: C) =>
  handler(`follow:${contract.topic}`, {
    mode: 'follow',
    contract,
    emits: [],
  }) as <T>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<T & ((record: Followed<C>) => void | Promise<void>)>,
  ) => void;

/**
 * The method sees every record of the topics that the service consumes, as it lies in the log: for trails and mirrors,
 * which nobody waits for. It gets them in batches, each holding one record of a key at most, and must be idempotent:
 * when it throws, it is called again for each record of the batch alone, so that only the bad ones fail.
 * @param options `lingerMs`: how long the broker waits for a full answer before it gives what there is; default 100
 */
export const ConsumesRecords = ({ lingerMs = 100 }: { lingerMs?: number } = {}) =>
  handler('records', { mode: 'record', contract: undefined, emits: [], lingerMs }) as <T>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<T & ((records: readonly HandledRecord[]) => void | Promise<void>)>,
  ) => void;
