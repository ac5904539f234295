/** What the service and its statistics worker say to each other, and how a query may fail. */
import { CodedError } from '../contract/coded-error.ts';
import type { FunnelQuery, FunnelReport } from '../contract/funnel.ts';

export type StatisticsErrorCode =
  /** More queries wait than anybody would wait for. */
  | 'statistics-busy'
  /** The worker ended or took too long; the next query starts another. */
  | 'statistics-failed'
  | 'statistics-stopped';

export const statisticsError = (code: StatisticsErrorCode, message: string, cause?: unknown) =>
  new CodedError<StatisticsErrorCode>(code, message, cause);

export interface WorkerStart {
  /** Of the store. */
  path: string;
  timeZone: string;
}

export interface Question {
  id: number;
  query: FunnelQuery;
}

export type Answer = { id: number; report: FunnelReport } | { id: number; failure: string };
