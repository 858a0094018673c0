export {
  Agent,
  Consumes,
  ConsumesRecords,
  Follows,
  type Followed,
  type HandlerExtras,
  type HandlerResult,
  handlersOf,
} from './agent.ts';
export { topicsOf } from './boot-checks.ts';
export { type Cause, readEvent } from './envelope.ts';
export {
  BootError,
  DeadlineError,
  isOutage,
  isRetryable,
  type MessagingErrorCode,
  OutageError,
  RetryableError,
  TerminalError,
} from './errors.ts';
export { eventId } from './event-id.ts';
export type { KafkaOptions } from './kafka.ts';
export { type Letter, letterOf, parsePlace, placeText } from './letter.ts';
export { type LetterBox, type LetterQuery, openLetters, recordAt } from './letter-reader.ts';
export { endMemberships, membersOf } from './memberships.ts';
export { KeepErrors, MessagingModule } from './module.ts';
export { committedOffsets, consumerLag, type OffsetAt } from './offsets.ts';
export { MESSAGING_OPTIONS, type MessagingOptions } from './options.ts';
export { type ForeignEvent, stamp, type StampOptions } from './outgoing.ts';
export { EventPublisher } from './publisher.ts';
export { type Log, openLog, readTopic } from './ranges.ts';
export type { HandledRecord, IncomingRecord, OutgoingRecord } from './record.ts';
export { Breaker, type BreakerPolicy, defaultBreaker } from './breaker.ts';
export { type Redriven, redriven } from './redrive.ts';
export { backoffMs, defaultRetry, type RetryPolicy } from './retry.ts';
export { retryAfterMs } from './retry-after.ts';
export { readSettlements, type Settlement, type Settlements } from './settlements.ts';
export { type Grounds, LetterSettler, type Settling } from './settler.ts';
export { KafkaStrategy, type MessagingHealth } from './strategy.ts';
export { sendRecords } from './send.ts';
export { applyTopics, deleteTopics, existingTopics, topicConfigs, type TopicSettings } from './topics.ts';
export { inProcessSpan, linkTo } from './tracing.ts';
