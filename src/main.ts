import { main } from './cli/main.js';

// A reader that has seen enough (`ndc stations list | head`) is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});
process.exitCode = await main(process.argv.slice(2));
if (process.exitCode !== 0) setTimeout(() => process.exit(), 2000).unref();
