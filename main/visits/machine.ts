/**
 * The visit as a state machine over the book: which happening leads from which phase to which. It is run as a pure function
 * (XState's `transition`), so that a step whose transaction fails was never taken; times at which something is due are
 * told to it as `tick`, because timers of XState's own would not outlive a killed service.
 *
 *   idle ⇄ attracted ─► trying ⇄ taking-home ─► leaving ─► idle
 */
import { assign, setup, transition } from 'xstate';
import type { VisitPhase } from '../contract/session.ts';
import { act, begin, end, endingOf } from './acts.ts';
import { type Book, hasVisit } from './book.ts';
import { isCleared } from './end-rules.ts';
import { type Happening, triggerOf } from './happenings.ts';
import { observe } from './observe.ts';

/** All that the machine is, beside its rules. */
export interface VisitState {
  readonly phase: VisitPhase;
  readonly book: Book;
}

const visitSetup = setup({
  types: { context: {} as Book, events: {} as Happening },
  guards: {
    begins: ({ context, event }) => triggerOf(context, event) !== null,
    ends: ({ context, event }) => endingAfter(context, event) !== null,
    isPresent: ({ context }) => context.presence.isPresent === true,
    isAway: ({ context }) => context.presence.isPresent !== true,
    isCleared: ({ context, event }) => isCleared(context, event.nowMs),
  },
  actions: {
    take: assign(({ context, event }) => act(observe(context, event), event)),
    begin: assign(({ context, event }) => {
      const trigger = triggerOf(context, event);
      const observed = observe(context, event);
      return trigger === null ? observed : act(begin(observed, event, trigger), event);
    }),
    end: assign(({ context, event }) => {
      const reason = endingAfter(context, event);
      const taken = act(observe(context, event), event);
      return reason === null || !hasVisit(taken) ? taken : end(taken, event, reason);
    }),
  },
});

/** The times of a book change with what is observed, so an end is judged after it. */
function endingAfter(before: Book, happening: Happening) {
  const book = observe(before, happening);
  return hasVisit(book) ? endingOf(book, before, happening) : null;
}

const outside = {
  code: { target: 'taking-home', actions: 'begin' },
  '*': [{ guard: 'begins', target: 'trying', actions: 'begin' }, { actions: 'take' }],
} as const;
const inside = [{ guard: 'ends', target: 'leaving', actions: 'end' }, { actions: 'take' }] as const;

const machine = visitSetup.createMachine({
  context: () => {
    throw new Error('The machine is only ever resolved from a kept state.');
  },
  initial: 'idle',
  states: {
    idle: { on: outside, always: { guard: 'isPresent', target: 'attracted' } },
    attracted: { on: outside, always: { guard: 'isAway', target: 'idle' } },
    trying: { on: { code: { target: 'taking-home', actions: 'take' }, '*': inside } },
    'taking-home': { on: { 'code-gone': { target: 'trying', actions: 'take' }, '*': inside } },
    leaving: { on: outside, always: { guard: 'isCleared', target: 'idle' } },
  },
});

/** The state after something happened. What was due before must have been told to it. Pure. */
export function advance({ phase, book }: VisitState, happening: Happening): VisitState {
  const [after] = transition(machine, machine.resolveState({ value: phase, context: book }), happening);
  const next = after.value as VisitPhase;
  const { session } = after.context;
  if (session.phase === next) return { phase: next, book: after.context };
  return { phase: next, book: { ...after.context, session: { ...session, phase: next } } };
}
