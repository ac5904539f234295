/** The entry of `npm run funnel`. */
import '../../scripts/assert-node.mjs';
import { runCommand } from './command.ts';
import { funnelCommand } from './funnel-command.ts';

runCommand(funnelCommand);
