/** HQ in a process of its own, told what to be by its first argument and telling its address to whoever forked it. */
import { type HqOptions, startHq } from '../../hq/hq.ts';

const options: Pick<HqOptions, 'database' | 'port'> = JSON.parse(process.argv[2] as string);
const hq = await startHq(options);
process.once('SIGTERM', () => void hq.stop().then(() => process.exit(0)));
// Whoever forked it is gone, however that happened.
process.once('disconnect', () => process.exit(1));
process.send?.({ address: hq.address });
