import { Body, Controller, Get, HttpCode, NotFoundException, Param, Put } from '@nestjs/common';
import { HistoryEntry, Profile } from '@throughline/contracts';
import { ZodPipe } from '@throughline/platform';
import { z } from 'zod';
import { CustomerStore } from './customers.ts';
import type { CustomerDoc } from './schemas.ts';

const Customer = z.object({ profile: Profile, history: z.array(HistoryEntry).default([]) });

@Controller('v1/customers')
export class CustomersController {
  constructor(private readonly customers: CustomerStore) {}

  /** How other systems tell intake who a customer is. */
  @Put(':customerId')
  @HttpCode(204)
  async put(
    @Param('customerId') customerId: string,
    @Body(new ZodPipe(Customer)) { profile, history }: z.output<typeof Customer>,
  ): Promise<void> {
    await this.customers.put(customerId, profile, history);
  }

  @Get(':customerId')
  async get(@Param('customerId') customerId: string): Promise<CustomerDoc> {
    const customer = await this.customers.find(customerId);
    if (!customer) throw new NotFoundException(`No customer ${customerId}.`);
    return customer;
  }
}
