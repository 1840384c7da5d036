import { readConfig } from '../config.js';
import { operatorRoles, type OperatorEntry } from '../domain/operator.js';
import { OperatorRoster } from '../operator-roster.js';
import { print, readWords, RefusedError, remark, UsageError, type Command } from './command.js';
import { noteCommandDeed } from './note-deed.js';

export const operatorsCommand: Command = {
  name: 'operators',
  usage: 'operators list [--json]|add NAME --role operator|ncp|auditor|remove NAME',
  summary: 'Who may act over HTTP (NDC_OPERATORS): adds a name and prints its token once, lists names and roles, or takes one out.',
  details: `  --role operator  everything: runs, releases, states of stations
  --role ncp       reads what is not public, for the national contact point
  --role auditor   reads what is not public
  A running server takes a change over at once. Of a token only its hash is kept: who loses one is removed and added again.`,
  async run(words) {
    const { values, positionals } = readWords(words, { role: { type: 'string' }, json: { type: 'boolean' } });
    const [verb, name, ...more] = positionals;
    const { NDC_OPERATORS: path, dataDir } = readConfig();
    if (path === undefined) throw new RefusedError('set NDC_OPERATORS to the file in which operators are kept; it is made when it is not there');
    if (more.length > 0) throw new UsageError('one name at a time');
    const roster = new OperatorRoster(path);
    if (verb === 'list' && name === undefined) {
      listOperators(roster.entries() ?? [], values.json === true);
      return 0;
    }
    if (name === undefined || verb === 'list') throw new UsageError('list, or add or remove with a name');
    if (verb === 'remove') {
      if (!roster.remove(name)) throw new RefusedError(`there is no operator ${name}; "ndc operators list" shows them`);
      print(`${name} is removed; the token counts no more.`);
      await noteCommandDeed(dataDir, { action: 'operator.removed', target: name, detail: {} });
      return 0;
    }
    const role = operatorRoles.find((known) => known === values.role);
    if (verb !== 'add' || role === undefined)
      throw new UsageError(verb === 'add' ? `--role is one of ${operatorRoles.join(', ')}` : 'list, add or remove is the verb');
    print(roster.add(name, role, new Date()));
    remark(`This is the token of ${name} (${role}). It is shown this once: keep it safe.`);
    await noteCommandDeed(dataDir, { action: 'operator.added', target: name, detail: { role } });
    return 0;
  },
};

function listOperators(entries: readonly OperatorEntry[], json: boolean): void {
  if (json)
    print(
      JSON.stringify(
        entries.map(({ name, role }) => ({ name, role })),
        null,
        2,
      ),
    );
  else if (entries.length === 0) remark('There are no operators yet; nobody may act over HTTP. "ndc operators add NAME --role operator" adds one.');
  else for (const { name, role } of entries) print(`${name.padEnd(24)} ${role}`);
}
