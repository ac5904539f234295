/**
 * Everything that may stand in the log: the names of events and, for each, the only fields that are written. What is
 * not listed here cannot reach the disk, so a picture, a name or a token cannot either.
 */

export const LOG_EVENTS = {
  'service.started': ['version', 'boot', 'node'],
  'service.stopped': ['uptimeMs'],
  'page.connected': ['transport'],
  'camera.changed': ['from', 'to', 'widthPx', 'heightPx', 'connected'],
  'tryon.changed': ['from', 'to', 'restarts'],
  'intent.refused': ['type', 'code'],
  'intents.lost': ['count'],
  'call.failed': ['call', 'code', 'message', 'stack'],
  'file.refused': ['file', 'message'],
  'file.accepted': ['file'],
  'copy.failed': ['file', 'message'],
  'visit.damaged': ['message'],
  'visit.unrecorded': ['message'],
  'event.unrecorded': ['type', 'message'],
  'store.incident': ['message'],
  'store.damaged': ['message'],
  'store.upkeep': ['message'],
  'sync.enrolled': ['store', 'mirror'],
  'sync.troubled': ['part', 'message'],
  'sync.recovered': ['part'],
  'sync.quarantined': ['seq', 'code'],
  'code.unusable': ['carrier', 'message'],
  'code.unrecorded': ['message'],
  'inbox.refused': ['kind', 'cursor', 'message'],
} as const;

export type LogEvent = keyof typeof LOG_EVENTS;
export type LogFields<E extends LogEvent> = Partial<
  Record<(typeof LOG_EVENTS)[E][number], string | number | boolean | null>
>;
