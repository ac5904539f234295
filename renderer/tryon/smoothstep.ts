/** A number in, 0 up to 0, 1 from 1 on and a smooth rise between out. */
export const smoothstep = (x: number): number => (x <= 0 ? 0 : x >= 1 ? 1 : x * x * (3 - 2 * x));
