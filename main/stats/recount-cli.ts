/** The entry of `npm run recount`. */
import '../../scripts/assert-node.mjs';
import { runCommand } from './command.ts';
import { recountCommand } from './recount-command.ts';

runCommand(recountCommand);
