import { Body, Controller, Get, HttpCode, NotFoundException, Param, Put } from '@nestjs/common';
import { HistoryEntry, Profile } from '@throughline/contracts';
import { Answers, ZodPipe } from '@throughline/platform';
import { z } from 'zod';
import { CustomerStore } from './customers.ts';
import { CustomerView } from './http-answers.ts';
import type { CustomerDoc } from './schemas.ts';

const Customer = z.object({
  profile: Profile,
  history: z.array(HistoryEntry).default([]).describe('What was answered before, oldest first.'),
});

@Controller('v1/customers')
export class CustomersController {
  constructor(private readonly customers: CustomerStore) {}

  @Put(':customerId')
  @HttpCode(204)
  @Answers('Tells intake who a customer is, and what was answered before.', z.void())
  async put(
    @Param('customerId') customerId: string,
    @Body(new ZodPipe(Customer)) { profile, history }: z.output<typeof Customer>,
  ): Promise<void> {
    await this.customers.put(customerId, profile, history);
  }

  @Get(':customerId')
  @Answers('What agents may know of the customer.', CustomerView, { 404: 'No such customer.' })
  async get(@Param('customerId') customerId: string): Promise<CustomerDoc> {
    const customer = await this.customers.find(customerId);
    if (!customer) throw new NotFoundException(`No customer ${customerId}.`);
    return customer;
  }
}
