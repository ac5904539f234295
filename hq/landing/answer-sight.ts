/** The page that a code has for whoever asks. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HqParts } from '../server.ts';
import { joinedPage, openPage } from './code-page.ts';
import { sendLanding, sendNotice } from './frame.ts';
import type { FormParts } from './join-form.ts';
import { readHouse, readShowing } from './showing.ts';
import type { Sight } from './sight.ts';

/** Nobody's any more. */
const GONE = 410;
const UNFINISHED = 422;

export const addressOf = ({ code: { token }, ticket }: Pick<Sight, 'code' | 'ticket'>): string =>
  `/t/${token}${ticket === null ? '' : `?c=${encodeURIComponent(ticket)}`}`;

export async function answerSight(
  parts: HqParts,
  request: FastifyRequest,
  reply: FastifyReply,
  form: Pick<FormParts, 'sight' | 'fields' | 'faults'>,
): Promise<FastifyReply> {
  const { landing: words } = request;
  const { sight } = form;
  const { kind, code, person } = sight;
  const here = addressOf(sight);
  if (kind === 'used' || kind === 'expired') {
    const { brand } = await readHouse(parts, words, code);
    return sendNotice(request, reply, kind, { status: GONE, brand, here });
  }
  const showing = await readShowing(parts, words, code, person);
  const { membership } = parts.settings;
  const page =
    kind === 'own'
      ? joinedPage(words, showing, sight, person)
      : openPage(showing, { ...form, words, membership });
  const status = form.faults.length > 0 ? UNFINISHED : 200;
  return sendLanding(request, reply, { ...page, status, here, brand: showing.brand });
}
