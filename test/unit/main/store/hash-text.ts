/** The hash of an event, reckoned without the store. */
import { createHash } from 'node:crypto';
import type { MirrorEvent } from '../../../../main/contract/events.ts';
import { digestText } from '../../../../main/contract/wire.ts';

export const hashText = (event: MirrorEvent): string =>
  createHash('sha256').update(digestText(event)).digest('hex');
