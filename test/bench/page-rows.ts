/** What a benchmark page tells of each painted frame; imported by the pages and by what drives them, so types only. */

export interface PageRow {
  /** When the camera's frame was captured, on the page's clock, ms. */
  capturedMs: number;
  /** When its picture with lips was drawn. */
  writtenMs: number;
  /** From the start of detection to the end of drawing. */
  workMs: number;
}

/** Rows since the last call, and the page's time of this one. */
export interface PageReport {
  rows: PageRow[];
  nowMs: number;
}

/** Put on `globalThis` of a page by its loop. */
export interface PageBench {
  /** Frames painted so far. */
  painted: number;
  take(): PageReport;
}

declare global {
  var bench: PageBench;
}
