/** The secret of her own link, as her browser keeps it. */
import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

const COOKIE = 'vermilion-member';
const YEAR_SECONDS = 31_536_000;

export const memberSecretOf = (request: FastifyRequest): string | null => request.cookies[COOKIE] ?? null;

export function keepMemberSecret(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  reply.setCookie(COOKIE, secret, { ...cookieOptions(request), maxAge: YEAR_SECONDS });
}

export function dropMemberSecret(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(COOKIE, cookieOptions(request));
}

/** Lax: she comes from a scanner or a chat, and must be known then. */
const cookieOptions = ({ protocol }: FastifyRequest): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  secure: protocol === 'https',
});
