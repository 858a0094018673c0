import { AsyncLocalStorage } from 'node:async_hooks';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { IncomingRecord } from '@throughline/messaging';
import { Observable } from 'rxjs';

const storage = new AsyncLocalStorage<string>();

/** The ticket that the current handler works on, if any. */
export const currentTicket = (): string | undefined => storage.getStore();

/** Makes the ticket id known to every log line of a handler. */
@Injectable()
export class TicketContext implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'rpc') return next.handle();
    const ticketId = context.switchToRpc().getContext<IncomingRecord>().headers['ce_subject'];
    if (!ticketId) return next.handle();
    return new Observable((subscriber) => storage.run(ticketId, () => next.handle().subscribe(subscriber)));
  }
}
