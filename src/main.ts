import { main } from './cli/main.js';

process.exitCode = await main(process.argv.slice(2));
if (process.exitCode !== 0) setTimeout(() => process.exit(), 2000).unref();
