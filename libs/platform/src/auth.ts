import {
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Inject,
  Injectable,
  SetMetadata,
  type Type,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { createHash, timingSafeEqual } from 'node:crypto';
import { CONFIG } from './tokens.ts';

const PUBLIC = 'throughline:public';

/** Lets a route be called without a token: for probes only. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

/** Whether {@link Public} marks a controller or one of its methods. */
export const isPublic = (reflector: Reflector, handler: Function, controller: Type): boolean =>
  reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [handler, controller]) === true;

interface Caller {
  caller?: string;
  headers: Record<string, string | undefined>;
}

/** The name that belongs to the caller's token. */
export const CallerName = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => context.switchToHttp().getRequest<Caller>().caller ?? '',
);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Every HTTP route asks for a bearer token of API_TOKENS, but those marked {@link Public}. Events have no tokens: ACLs guard topics. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CONFIG) private readonly config: { API_TOKENS: ReadonlyMap<string, string> },
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    if (isPublic(this.reflector, context.getHandler(), context.getClass())) return true;
    const request = context.switchToHttp().getRequest<Caller>();
    const given = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    // Digests have one length, so comparing them takes the same time whatever was given.
    const hit = given && [...this.config.API_TOKENS].find(([token]) => timingSafeEqual(digest(token), digest(given)));
    if (!hit) throw new UnauthorizedException('Send `Authorization: Bearer <token>` with a token of API_TOKENS.');
    request.caller = hit[1];
    return true;
  }
}
