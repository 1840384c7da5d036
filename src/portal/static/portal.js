// Makes the pages quicker, never different: without this file everything works by ordinary links and forms (PRT-1).
const announcer = document.getElementById('announcer');

const announce = (text) => {
  announcer.textContent = '';
  setTimeout(() => (announcer.textContent = text), 50);
};

// Copy buttons exist only where there is a clipboard.
const showCopyButtons = () => {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('button[data-copy]')) button.hidden = false;
};

// Where the browser cannot show the contents of a closed <details> beside the results, open it.
const wide = matchMedia('(min-width: 62rem)');
const openFilters = () => {
  const filters = document.querySelector('details.filters');
  if (filters && wide.matches) filters.open = true;
};

/** The address a form asks for, without the fields that are empty. */
const addressOf = (form) => {
  const url = new URL(form.action);
  url.search = '';
  for (const [name, value] of new FormData(form)) {
    if (value !== '') url.searchParams.append(name, value);
  }
  return url;
};

let latest = 0;

/** Fetches the page of an address and puts its main part in place; any trouble becomes a normal navigation. */
const show = async (url, { push }) => {
  const turn = ++latest;
  try {
    const response = await fetch(url, { headers: { Accept: 'text/html' } });
    if (!response.ok) throw new Error(String(response.status));
    const next = new DOMParser().parseFromString(await response.text(), 'text/html');
    const main = next.querySelector('main');
    if (!main || !next.querySelector('#found')) throw new Error('no results');
    if (turn !== latest) return;
    const focused = document.activeElement?.id;
    const opened = [...document.querySelectorAll('#filters details[open]')].map((element) => element.id || 'filters');
    document.querySelector('main').replaceWith(document.importNode(main, true));
    document.title = next.title;
    for (const selector of ['link[rel=canonical]', 'link[hreflang=nl]', 'link[hreflang=en]', '.language']) {
      const [old, fresh] = [document.querySelector(selector), next.querySelector(selector)];
      if (old && fresh) old.href = fresh.getAttribute('href');
    }
    for (const element of document.querySelectorAll('#filters details')) {
      if (opened.includes(element.id || 'filters')) element.open = true;
    }
    if (push) history.pushState({ portal: true }, '', response.url);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    showCopyButtons();
    announce(document.getElementById('found').textContent);
  } catch {
    if (turn === latest) location.assign(url);
  }
};

document.addEventListener('change', (event) => {
  const { target } = event;
  if (target.form?.id !== 'search' || !target.closest('#filters') || target.type !== 'checkbox') return;
  show(addressOf(target.form), { push: true });
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.id !== 'search' || !document.getElementById('found')) return;
  event.preventDefault();
  show(addressOf(form), { push: true });
});

// What is put on the list is put there without leaving the page. A field of the form is called `action`, which hides its own.
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.matches('form.add-to-list')) return;
  event.preventDefault();
  try {
    const response = await fetch(form.getAttribute('action'), { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    if (!response.ok || response.url.includes('full=yes')) throw new Error('not taken');
    document.getElementById('on-list')?.classList.add('shown');
    announce(form.dataset.added);
  } catch {
    form.submit();
  }
});

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('button[data-copy]');
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
  announce(button.dataset.copied);
});

addEventListener('popstate', () => {
  if (document.getElementById('found')) show(location.href, { push: false });
});

// A long validation tells of its progress where it stands, and once that it has ended; the page stays as it is.
const watchJob = async () => {
  const job = document.getElementById('job');
  if (!job) return;
  const state = document.getElementById('job-state');
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const response = await fetch(`/api/v1/validations/${job.dataset.job}`).catch(() => null);
    if (!response || response.status >= 500) continue;
    const { state: now, progress } = response.ok ? await response.json() : { state: 'gone' };
    const bar = job.querySelector('progress');
    if (bar && progress) bar.value = progress.done;
    if (now === 'running' && progress.total > 0) state.textContent = job.dataset.running.replace('{done}', progress.done).replace('{total}', progress.total);
    if (now === 'queued' || now === 'running') continue;
    state.hidden = true;
    document.getElementById('job-cancel').hidden = true;
    document.getElementById('job-ended').hidden = false;
    announce(job.dataset.ended);
    return;
  }
};

// Pages behind a key: what their forms answer takes the place of the page, so that the key stays in the fragment of the
// address, where it reaches no server, log or other page.
const swap = async (form) => {
  try {
    const response = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    const next = new DOMParser().parseFromString(await response.text(), 'text/html');
    const main = next.querySelector('main');
    if (!main?.querySelector('[data-swap]')) throw new Error('no such page');
    document.querySelector('main').replaceWith(document.importNode(main, true));
    document.title = next.title;
    document.getElementById('main').focus({ preventScroll: true });
    scrollTo(0, 0);
    announce(next.title);
  } catch {
    form.submit();
  }
};

document.addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-swap]')) return;
  event.preventDefault();
  swap(event.target);
});

const openWithKey = () => {
  const form = document.getElementById('feedback-key');
  if (!form || location.hash.length < 2) return;
  const other = document.querySelector('.language');
  other.href += location.hash;
  form.elements.key.value = decodeURIComponent(location.hash.slice(1));
  announce(form.dataset.opening);
  swap(form);
};

// A run under way tells how far it is where it stands, and once that it has ended.
const watchRun = async () => {
  const box = document.getElementById('run-progress');
  if (!box) return;
  const text = document.getElementById('run-progress-text');
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const response = await fetch(location.href).catch(() => null);
    if (!response?.ok) continue;
    const next = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('run-progress');
    text.textContent = next?.querySelector('p').textContent ?? box.dataset.ended;
    const [bar, fresh] = [box.querySelector('progress'), next?.querySelector('progress')];
    if (bar && fresh) Object.assign(bar, { max: fresh.max, value: fresh.value });
    else bar?.remove();
    if (next) continue;
    announce(box.dataset.ended);
    return;
  }
};

// Suggestions while typing: a combobox with a list (ARIA Authoring Practices). Enter with nothing chosen just searches.
let typing;

const listOf = (input) => {
  let list = document.getElementById('suggestions');
  if (list) return list;
  list = document.createElement('ul');
  Object.assign(list, { id: 'suggestions', hidden: true, role: 'listbox', ariaLabel: input.dataset.label });
  input.closest('.row').after(list);
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-controls', 'suggestions'],
    ['aria-expanded', 'false'],
  ])
    input.setAttribute(name, value);
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const option = event.target.closest('[role=option]');
    if (option) location.assign(option.dataset.href);
  });
  input.addEventListener('blur', () => closeList(input));
  return list;
};

const closeList = (input) => {
  clearTimeout(typing);
  const list = document.getElementById('suggestions');
  if (list) list.hidden = true;
  input.setAttribute('aria-expanded', 'false');
  input.removeAttribute('aria-activedescendant');
};

const suggestionHref = (lang, { kind, text, id, facet, value }) => {
  if (id && kind === 'dataset') return `/${lang}/datasets/${id}`;
  return `/${lang}/datasets?${new URLSearchParams(facet && value ? { [facet]: value } : { q: kind === 'variable' ? `${lang === 'nl' ? 'variabele' : 'variable'}:${text}` : text })}`;
};

const suggestFor = async (input) => {
  const { value, dataset } = input;
  const q = value.trim();
  if (q.length < 2) return closeList(input);
  const response = await fetch(`/api/v1/suggestions?${new URLSearchParams({ q, lang: dataset.suggest })}`).catch(() => null);
  if (!response?.ok || input.value !== value || document.activeElement !== input) return;
  const { items } = await response.json();
  if (items.length === 0) return closeList(input);
  const kinds = JSON.parse(dataset.kinds);
  const list = listOf(input);
  list.replaceChildren(
    ...items.map((item, n) => {
      const option = document.createElement('li');
      Object.assign(option, { id: `suggestion-${n}`, role: 'option', ariaSelected: 'false' });
      option.dataset.href = suggestionHref(dataset.suggest, item);
      const text = document.createElement('bdi');
      text.textContent = item.text;
      const kind = document.createElement('span');
      kind.className = 'muted';
      kind.textContent = ` ${kinds[item.kind]}`;
      option.append(text, kind);
      return option;
    }),
  );
  list.hidden = false;
  input.setAttribute('aria-expanded', 'true');
  input.removeAttribute('aria-activedescendant');
  announce(dataset.count.replace('{n}', items.length));
};

document.addEventListener('input', ({ target }) => {
  if (!target.matches('input[data-suggest]')) return;
  listOf(target);
  clearTimeout(typing);
  typing = setTimeout(() => suggestFor(target), 150);
});

document.addEventListener('keydown', (event) => {
  const { target: input, key } = event;
  const list = document.getElementById('suggestions');
  if (!list || list.hidden || !input.matches('input[data-suggest]')) return;
  const options = [...list.children];
  const at = options.findIndex(({ id }) => id === input.getAttribute('aria-activedescendant'));
  if (key === 'Escape') closeList(input);
  else if (key === 'Enter' && at >= 0) location.assign(options[at].dataset.href);
  else if (key === 'ArrowDown' || key === 'ArrowUp') {
    const next = key === 'ArrowDown' ? at + 1 : at < 0 ? options.length - 1 : at - 1;
    for (const [n, option] of options.entries()) option.ariaSelected = String(n === next);
    if (options[next]) input.setAttribute('aria-activedescendant', options[next].id);
    else input.removeAttribute('aria-activedescendant');
    options[next]?.scrollIntoView({ block: 'nearest' });
  } else return;
  event.preventDefault();
});

wide.addEventListener('change', openFilters);
watchJob();
watchRun();
showCopyButtons();
openFilters();
openWithKey();
