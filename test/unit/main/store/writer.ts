/**
 * A process that opens the store of its first argument and does what its second says: `hold` waits to be killed, `append`
 * records events for ever and says each number, `fail` says why it cannot open.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../../../main/store/store.ts';

const [path = '', task] = process.argv.slice(2);

try {
  const store = openStore({ path });
  writeSync(1, 'open\n');
  while (task === 'append') {
    const [event] = store.append([
      { type: 'shade.favourited', visitId: crypto.randomUUID(), body: { sku: 'VA-M01' } },
    ]);
    writeSync(1, `${event?.seq}\n`);
  }
  if (task === 'hold') process.stdin.resume();
} catch (error) {
  writeSync(1, `${(error as { code: string }).code}\n`);
}
