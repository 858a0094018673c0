import { services, TicketOpened, TicketTriaged, ReplyApproved, type EventOf } from '@throughline/contracts';
import { Agent, Consumes, Follows, type Followed } from '@throughline/messaging';
import { KbArticle } from '@throughline/contracts';

// The types are the test here: `tsc -p test` fails where one of these lines compiles that should not.
@Agent(services.triage)
class Typed {
  @Consumes(TicketOpened, { emits: [TicketTriaged] })
  handle(event: EventOf<typeof TicketOpened>) {
    return TicketTriaged.of({ ...TicketTriaged.example, ticketId: event.data.ticketId });
  }

  @Consumes(TicketOpened, { emits: [TicketTriaged] })
  async later(event: EventOf<typeof TicketOpened>) {
    return [TicketTriaged.of({ ...TicketTriaged.example, ticketId: event.data.ticketId })];
  }

  @Consumes(TicketOpened)
  nothing(_event: EventOf<typeof TicketOpened>) {}

  // @ts-expect-error reply.approved is not in `emits`
  @Consumes(TicketOpened, { emits: [TicketTriaged] })
  undeclared(_event: EventOf<typeof TicketOpened>) {
    return ReplyApproved.of(ReplyApproved.example);
  }

  // @ts-expect-error the handler takes another event
  @Consumes(TicketOpened)
  otherEvent(_event: EventOf<typeof TicketTriaged>) {}

  @Follows(KbArticle)
  article(_record: Followed<typeof KbArticle>) {}

  // @ts-expect-error a follower must not emit
  @Follows(KbArticle)
  emits(_record: Followed<typeof KbArticle>) {
    return TicketTriaged.of(TicketTriaged.example);
  }
}

it('keeps the class usable', () => {
  expect(new Typed()).toBeInstanceOf(Typed);
});
