import { hostname } from 'node:os';

/** Names this process as the holder of leases: `host/pid/start`. */
export function holderName(): string {
  return `${hostname()}/${String(process.pid)}/${String(Math.round(Date.now() - process.uptime() * 1000))}`;
}

/** Whether the holder was a process of this host that lives no more; one elsewhere is judged by its lease alone. */
export function holderIsDead(holder: string): boolean {
  const [host, pid] = holder.split('/');
  if (host !== hostname() || pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
