/** Everything that keeps a picture of a colour card from calibrating a mirror, each with a sentence that says what to do. */
import { CodedError } from '../contract/coded-error.ts';

export type FaultCode =
  | 'too-dark'
  | 'blown-out'
  | 'blurred'
  | 'no-card'
  | 'half-card'
  | 'wrong-card'
  | 'too-small'
  | 'moved'
  | 'light-changed'
  | 'uneven-light'
  | 'shadow-or-glare'
  | 'patch-off'
  | 'poor-fit';

/** A picture of a card that was refused; nothing was decided. */
export class CardFault extends CodedError<FaultCode> {}

export const fault = (code: FaultCode, message: string): CardFault => new CardFault(code, message);
