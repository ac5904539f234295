/**
 * The last minutes of the frame loop as rows of numbers, for the benchmark and the debug overlay; a ring that never grows.
 */
import { LOG_FIELDS } from './messages.ts';

const FIELDS = LOG_FIELDS.length;
/** Five minutes at 30 frames a second. */
const CAPACITY = 9000;

export class FrameLog {
  private readonly rows = new Float64Array(CAPACITY * FIELDS);
  private written = 0;
  private taken = 0;

  /** Values in the order of LOG_FIELDS. */
  add(
    timestampMs: number,
    arrivedMs: number,
    writtenMs: number,
    workMs: number,
    painted: number,
    change: number,
    lipPixels: number,
    paintMs: number,
    faces: number,
  ): void {
    const at = (this.written % CAPACITY) * FIELDS;
    this.rows[at] = timestampMs;
    this.rows[at + 1] = arrivedMs;
    this.rows[at + 2] = writtenMs;
    this.rows[at + 3] = workMs;
    this.rows[at + 4] = painted;
    this.rows[at + 5] = change;
    this.rows[at + 6] = lipPixels;
    this.rows[at + 7] = paintMs;
    this.rows[at + 8] = faces;
    this.written++;
  }

  /** A copy of the rows added since the last call, oldest first, at most CAPACITY of them. */
  take(): Float64Array<ArrayBuffer> {
    const first = Math.max(this.taken, this.written - CAPACITY);
    const out = new Float64Array((this.written - first) * FIELDS);
    for (let row = first; row < this.written; row++) {
      const at = (row % CAPACITY) * FIELDS;
      out.set(this.rows.subarray(at, at + FIELDS), (row - first) * FIELDS);
    }
    this.taken = this.written;
    return out;
  }
}
