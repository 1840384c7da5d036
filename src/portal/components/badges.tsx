import type { VNode } from 'preact';
import type { PageContext } from '../page-context.js';
import type { StationMood } from '../view-models/station-state.js';

type IconName = 'open' | 'request' | 'closed' | 'check' | 'warning' | 'stop' | 'pause' | 'clock' | 'info';

const paths: Record<IconName, string> = {
  open: 'M5 7V5a3 3 0 0 1 6 0M3 7h10v7H3z',
  request: 'M5 7V5a3 3 0 0 1 6 0v2M3 7h10v7H3zM8 10v2',
  closed: 'M5 7V5a3 3 0 0 1 6 0v2M3 7h10v7H3zM6 9.5l4 3M10 9.5l-4 3',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  warning: 'M8 2l6.5 12h-13zM8 6.5v4M8 12v.6',
  stop: 'M5 2h6l3 3v6l-3 3H5l-3-3V5zM5.5 5.5l5 5M10.5 5.5l-5 5',
  pause: 'M5.5 3v10M10.5 3v10',
  clock: 'M8 2a6 6 0 1 0 .01 0M8 5v3.5l2.5 1.5',
  info: 'M8 2a6 6 0 1 0 .01 0M8 7.5v3.5M8 5v.6',
};

/** A small drawing beside a word; never without the word. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}

export function AccessBadge({
  access,
  context,
}: {
  readonly access: { readonly code: string; readonly label: string; readonly fromSeries: boolean };
  readonly context: PageContext;
}): VNode {
  const kind = access.code === 'PUBLIC' ? 'open' : access.code === 'RESTRICTED' ? 'request' : 'closed';
  return (
    <span class={`access ${kind}`}>
      <Icon name={kind} />
      {access.label}
      {access.fromSeries ? <span class="muted"> ({context.m.search.fromSeries})</span> : null}
    </span>
  );
}

export function Trusted({ context }: { readonly context: PageContext }): VNode {
  return (
    <span class="badge good">
      <Icon name="check" />
      {context.m.search.trusted}
    </span>
  );
}

const moodIcons: Record<StationMood, IconName> = {
  ok: 'check',
  warnings: 'warning',
  failing: 'stop',
  onHold: 'stop',
  onboarding: 'clock',
  paused: 'pause',
  retired: 'pause',
  never: 'clock',
};
const moodKinds: Record<StationMood, string> = {
  ok: 'good',
  warnings: 'warning',
  failing: 'bad',
  onHold: 'bad',
  onboarding: 'info',
  paused: 'info',
  retired: 'info',
  never: 'info',
};

export function Mood({ mood, text }: { readonly mood: StationMood; readonly text: string }): VNode {
  return (
    <span class={`badge ${moodKinds[mood]}`}>
      <Icon name={moodIcons[mood]} />
      {text}
    </span>
  );
}

export function SeverityBadge({ severity, text }: { readonly severity: 'error' | 'violation' | 'warning' | 'info'; readonly text: string }): VNode {
  const kind = severity === 'error' || severity === 'violation' ? 'bad' : severity;
  return (
    <span class={`badge ${kind}`}>
      <Icon name={kind === 'bad' ? 'stop' : kind === 'warning' ? 'warning' : 'info'} />
      {text}
    </span>
  );
}
