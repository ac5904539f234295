/** Events that a listener may prevent, as Electron gives them. */

export interface Cancellable {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** @param params Electron puts an event's facts on the event itself */
export function cancellable<T extends object>(params: T = {} as T): Cancellable & T {
  let isPrevented = false;
  return {
    ...params,
    get defaultPrevented() {
      return isPrevented;
    },
    preventDefault() {
      isPrevented = true;
    },
  };
}
