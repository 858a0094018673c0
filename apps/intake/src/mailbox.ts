import { Controller, Get, Injectable, Query } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Answers, ZodPipe } from '@throughline/platform';
import type { Model } from 'mongoose';
import { z } from 'zod';
import { Mails } from './http-answers.ts';
import { MailDoc } from './schemas.ts';

/** The channel of this version: replies lie in a mailbox to be read over HTTP. */
@Injectable()
export class Mailbox {
  constructor(@InjectModel(MailDoc.name) private readonly mails: Model<MailDoc>) {}

  /** Once a delivery: the same id again changes nothing. */
  async put(mail: MailDoc): Promise<void> {
    const { _id, ...rest } = mail;
    await this.mails.updateOne({ _id }, { $setOnInsert: rest }, { upsert: true });
  }

  list(filter: { customerId?: string; ticketId?: string }, limit: number): Promise<MailDoc[]> {
    return this.mails.find(filter).sort({ at: 1 }).limit(limit).lean<MailDoc[]>().exec();
  }
}

const Filter = z.object({
  customerId: z.string().optional().describe('Of this customer only.'),
  ticketId: z.string().optional().describe('Of this ticket only.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('At most so many.'),
});

@Controller('v1/mailbox')
export class MailboxController {
  constructor(private readonly mailbox: Mailbox) {}

  @Get()
  @Answers('What customers got, oldest first.', Mails)
  list(@Query(new ZodPipe(Filter)) { customerId, ticketId, limit }: z.output<typeof Filter>): Promise<MailDoc[]> {
    return this.mailbox.list({ ...(customerId && { customerId }), ...(ticketId && { ticketId }) }, limit);
  }
}
