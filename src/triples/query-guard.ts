import { ExpressionTypes, Types } from '@traqula/algebra-transformations-1-1';
import type { Operation } from './query-algebra.js';

/** A position of a triple pattern: a term of the query in the syntax of N-Triples, or null for a variable. */
export type Position = string | null;

export interface CountedPattern {
  readonly subject: Position;
  readonly predicate: Position;
  readonly object: Position;
  /** Whether named graphs are matched instead of the default graph. */
  readonly inGraph: boolean;
}

/** How many triples match a pattern; counted no further than `countedAtMost`. */
export type TripleCounter = (pattern: CountedPattern) => number;

export const countedAtMost = 100_000;
/** A filter that compares with a constant is taken to let so many pass of a hundred thousand. */
const filtered = 100;
/** Nodes that a closure over named properties is taken to reach from one start. */
const usualReach = 100;
/** Patterns with a free property that may hang together: each multiplies the rows by what hangs on a node. More where few nodes are given to begin at. */
const maxFreeSteps = { anywhere: 3, given: 6 };
const fewStarts = 1000;

/**
 * Finds what no engine can answer in reasonable time, before it is tried: products of patterns without a common variable, and closures of
 * paths from very many starts over very many nodes. Estimates are low where they are uncertain: what is refused would have been ended
 * by its deadline, and what passes may still be.
 *
 * @param maxRows so many combinations may be built
 * @returns why the query is refused, for its author; null when nothing speaks against it
 */
export function refusalOf(operation: Operation, count: TripleCounter, maxRows: number): string | null {
  try {
    new Judge(count, maxRows).judge(operation, Infinity, noGraph);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

class Refusal extends Error {}

/** A part of a group: the variables by which it hangs together with others, and a low estimate of its rows. */
interface Part {
  readonly variables: ReadonlySet<string>;
  readonly rows: number;
  /** A pattern whose property is free. */
  readonly isFree?: boolean;
  readonly closure?: Closure;
}

interface Closure {
  readonly subject: Term;
  readonly object: Term;
  /** What is repeated, and whether a node may be reached in no step. */
  readonly steps: PathSymbol;
  readonly isReflexive: boolean;
  readonly scope: Scope;
}

interface Scope {
  readonly inGraph: boolean;
  /** Variable of the graph's name. */
  readonly variable: string | null;
}

const noGraph: Scope = { inGraph: false, variable: null };

interface Term {
  readonly termType: string;
  readonly value: string;
  readonly language?: string;
  readonly datatype?: { readonly value: string };
}

type Of<T extends Types> = Extract<Operation, { readonly type: T }>;
type PathSymbol = Of<Types.PATH>['predicate'];
type Expression = Of<Types.FILTER>['expression'];

class Judge {
  constructor(
    private readonly count: TripleCounter,
    private readonly maxRows: number,
  ) {}

  /** @param need rows that are asked for; all of them where something sorts, groups, drops or counts them */
  judge(operation: Operation, need: number, scope: Scope): Part {
    switch (operation.type) {
      case Types.PROJECT: {
        const inner = this.judge(operation.input, need, scope);
        return { rows: inner.rows, variables: new Set(operation.variables.map(({ value }) => value).filter((name) => inner.variables.has(name))) };
      }
      case Types.SLICE: {
        const asked = operation.length === undefined ? Infinity : operation.start + operation.length;
        const inner = this.judge(operation.input, Math.min(need, asked), scope);
        return { variables: inner.variables, rows: Math.min(inner.rows, operation.length ?? Infinity) };
      }
      case Types.ASK:
        return this.judge(operation.input, 1, scope);
      case Types.CONSTRUCT:
      case Types.DESCRIBE:
      case Types.FROM:
      case Types.REDUCED:
        return this.judge(operation.input, need, scope);
      case Types.DISTINCT:
      case Types.ORDER_BY:
        return this.judge(operation.input, Infinity, scope);
      case Types.GROUP: {
        const inner = this.judge(operation.input, Infinity, scope);
        const variables = [...operation.variables, ...operation.aggregates.map(({ variable }) => variable)].map(({ value }) => value);
        return { variables: new Set(variables), rows: operation.variables.length === 0 ? 1 : Math.min(inner.rows, 1000) };
      }
      case Types.UNION: {
        const parts = operation.input.map((input) => this.judge(input, need, scope));
        return { variables: new Set(parts.flatMap(({ variables }) => [...variables])), rows: sum(parts.map(({ rows }) => rows)) };
      }
      case Types.MINUS: {
        this.judge(operation.input[1], Infinity, scope);
        return this.judge(operation.input[0], Infinity, scope);
      }
      case Types.FILTER: {
        this.judgeExists(operation.expression, scope);
        return this.judgeGroup(this.partsOf(operation.input, scope, Infinity), Infinity, conjuncts(operation.expression));
      }
      default:
        return this.judgeGroup(this.partsOf(operation, scope, need), need, []);
    }
  }

  /** What a group joins, flat: the order in which it is written means nothing to an engine. */
  private partsOf(operation: Operation, scope: Scope, need: number): readonly Part[] {
    switch (operation.type) {
      case Types.BGP:
        return operation.patterns.map((pattern) => this.pattern(pattern, scope));
      case Types.PATTERN:
        return [this.pattern(operation, scope)];
      case Types.PATH:
        return [this.path(operation, scope)];
      case Types.JOIN:
        return operation.input.flatMap((input) => this.partsOf(input, scope, Infinity));
      case Types.LEFT_JOIN:
        return [...this.partsOf(operation.input[0], scope, Infinity), this.judge(operation.input[1], Infinity, scope)];
      case Types.GRAPH:
        return this.partsOf(operation.input, { inGraph: true, variable: operation.name.termType === 'Variable' ? operation.name.value : null }, need).map(
          (part) => (operation.name.termType === 'Variable' ? { ...part, variables: new Set([...part.variables, operation.name.value]) } : part),
        );
      case Types.EXTEND: {
        this.judgeExists(operation.expression, scope);
        // What is computed hangs together with what it is computed from, and adds no rows.
        const computed: Part = { rows: Infinity, variables: new Set([operation.variable.value, ...variablesOf(operation.expression)]) };
        return [...this.partsOf(operation.input, scope, need), computed];
      }
      case Types.VALUES:
        return [{ rows: operation.bindings.length, variables: new Set(operation.variables.map(({ value }) => value)) }];
      case Types.NOP:
        return [];
      default:
        return [this.judge(operation, need, scope)];
    }
  }

  /** @throws Refusal when too many rows are needed of what too many can be built of */
  private judgeGroup(parts: readonly Part[], need: number, conditions: readonly Expression[]): Part {
    const components = componentsOf(parts).map((members) => this.component(members, need, conditions));
    const large = components.filter(({ rows }) => rows > 1).sort((a, b) => b.rows - a.rows);
    const rows = large.reduce((product, component) => product * component.rows, 1);
    if (Math.min(rows, need) > this.maxRows && large.length > 1)
      throw new Refusal(
        `Nothing connects the patterns about ${large.map(named).join(' with those about ')}: every match of one would be combined with every match of the others, ${about(rows)} rows or more. Use a common variable, ask two queries, or add LIMIT.`,
      );
    return { rows, variables: new Set(components.flatMap(({ variables }) => [...variables])) };
  }

  private component(parts: readonly Part[], need: number, conditions: readonly Expression[]): Part {
    const variables = new Set(parts.flatMap((part) => [...part.variables]));
    for (const part of parts) if (part.closure !== undefined) this.judgeClosure(part.closure, parts, need);
    const free = parts.filter(({ isFree }) => isFree).length;
    const isGiven = parts.some(({ rows }) => rows <= fewStarts);
    if (free > (isGiven ? maxFreeSteps.given : maxFreeSteps.anywhere) && need > this.maxRows)
      throw new Refusal(
        `${String(free)} patterns in a row leave their property free (about ${named({ variables })}): the ways through the data multiply with each. Name the properties, or add LIMIT.`,
      );
    let rows = Math.min(countedAtMost, ...parts.map((part) => part.rows));
    for (const condition of conditions) {
      const own = variablesOf(condition);
      if (own.length === 0 || !own.every((name) => variables.has(name))) continue;
      if (isEqualToConstant(condition)) rows = Math.min(rows, filtered);
      else if (isSelective(condition)) rows = Math.min(rows, Math.max(filtered, rows / (countedAtMost / filtered)));
    }
    return { variables, rows: Math.max(1, rows) };
  }

  /** Every start is followed through all that it reaches. */
  private judgeClosure(closure: Closure, parts: readonly Part[], need: number): void {
    const { subject, object, steps, isReflexive, scope } = closure;
    const isOpen = reachesAnything(steps);
    const all = this.count({ subject: null, predicate: null, object: null, inGraph: scope.inGraph });
    const reach = isOpen && scope.variable === null ? all : Math.min(all, usualReach);
    const starts = Math.min(...[subject, object].map((end) => this.startsOf(end, closure, parts)));
    const followed = starts === Infinity ? (isOpen ? all : this.edges(steps, scope)) : starts;
    const work = followed * reach + (starts === Infinity && isReflexive ? all : 0);
    if (Math.min(work, need) <= this.maxRows) return;
    throw new Refusal(
      `The repeated path ${starts === Infinity ? 'has no given end' : `begins at ${about(starts)} nodes or more`}${isOpen ? ' and may lead through everything' : ''}: following it takes ${about(work)} steps or more. Give one of its ends, name the properties that it follows, or add LIMIT.`,
    );
  }

  /** Nodes at which a path may begin that other patterns name; without a bound when they do not. */
  private startsOf(end: Term, closure: Closure, parts: readonly Part[]): number {
    if (end.termType !== 'Variable') return 1;
    return Math.min(Infinity, ...parts.filter((part) => part.closure !== closure && part.variables.has(end.value)).map(({ rows }) => rows));
  }

  private edges(steps: PathSymbol, scope: Scope): number {
    return sum(propertiesIn(steps).map((property) => this.count({ subject: null, predicate: `<${property}>`, object: null, inGraph: scope.inGraph })));
  }

  private pattern({ subject, predicate, object }: Of<Types.PATTERN>, scope: Scope): Part {
    const isFree = predicate.termType === 'Variable';
    return {
      variables: variablesIn([subject, predicate, object]),
      rows: this.count({ subject: position(subject), predicate: position(predicate), object: position(object), inGraph: scope.inGraph }),
      isFree,
    };
  }

  private path({ subject, predicate, object }: Of<Types.PATH>, scope: Scope): Part {
    const variables = variablesIn([subject, object]);
    const repeated = repetitionIn(predicate);
    if (repeated !== null) return { variables, rows: Infinity, closure: { subject, object, ...repeated, scope } };
    const isFree = reachesAnything(predicate);
    const rows = isFree ? this.count({ subject: null, predicate: null, object: null, inGraph: scope.inGraph }) : this.edges(predicate, scope);
    return { variables, rows: [subject, object].some(({ termType }) => termType !== 'Variable') ? Math.min(rows, usualReach) : rows, isFree };
  }

  /** EXISTS stops at the first match, but what is within may not. */
  private judgeExists(expression: Expression, scope: Scope): void {
    if (expression.subType === ExpressionTypes.EXISTENCE) this.judge(expression.input, 1, scope);
    else for (const part of argumentsOf(expression)) this.judgeExists(part, scope);
  }
}

/** Parts that hang together by variables, however remotely. */
function componentsOf(parts: readonly Part[]): readonly (readonly Part[])[] {
  const leaders = parts.map((_part, at) => at);
  const leaderOf = (at: number): number => {
    let leader = at;
    while (leaders[leader] !== leader) leader = leaders[leader] ??= leader;
    leaders[at] = leader;
    return leader;
  };
  const firstWith = new Map<string, number>();
  parts.forEach(({ variables }, at) => {
    for (const name of variables) {
      const first = firstWith.get(name);
      if (first === undefined) firstWith.set(name, at);
      else leaders[leaderOf(at)] = leaderOf(first);
    }
  });
  const components = new Map<number, Part[]>();
  parts.forEach((part, at) => {
    const leader = leaderOf(at);
    const component = components.get(leader);
    if (component === undefined) components.set(leader, [part]);
    else component.push(part);
  });
  return [...components.values()];
}

/** The first repetition within a path: what is repeated, and whether no step at all will do. */
function repetitionIn(path: PathSymbol): { readonly steps: PathSymbol; readonly isReflexive: boolean } | null {
  if (path.type === Types.ZERO_OR_MORE_PATH || path.type === Types.ONE_OR_MORE_PATH)
    return { steps: path.path, isReflexive: path.type === Types.ZERO_OR_MORE_PATH };
  for (const inner of stepsWithin(path)) {
    const found = repetitionIn(inner);
    if (found !== null) return { ...found, isReflexive: found.isReflexive || path.type === Types.ZERO_OR_ONE_PATH };
  }
  return null;
}

/** Whether steps may lead from any node to any other: by all properties but some, or by one there and back. */
function reachesAnything(path: PathSymbol): boolean {
  if (path.type === Types.NPS) return true;
  const forth = new Set<string>();
  const back = new Set<string>();
  collect(path, true, forth, back);
  return [...forth].some((property) => back.has(property)) || stepsWithin(path).some(reachesAnything);
}

function collect(path: PathSymbol, isForth: boolean, forth: Set<string>, back: Set<string>): void {
  if (path.type === Types.LINK) (isForth ? forth : back).add(path.iri.value);
  for (const inner of stepsWithin(path)) collect(inner, path.type === Types.INV ? !isForth : isForth, forth, back);
}

function propertiesIn(path: PathSymbol): readonly string[] {
  return path.type === Types.LINK ? [path.iri.value] : stepsWithin(path).flatMap(propertiesIn);
}

function stepsWithin(path: PathSymbol): readonly PathSymbol[] {
  if (path.type === Types.ALT || path.type === Types.SEQ) return path.input;
  return 'path' in path ? [path.path] : [];
}

function conjuncts(expression: Expression): readonly Expression[] {
  return expression.subType === ExpressionTypes.OPERATOR && expression.operator === '&&' ? expression.args.flatMap(conjuncts) : [expression];
}

function argumentsOf(expression: Expression): readonly Expression[] {
  if (expression.subType === ExpressionTypes.OPERATOR || expression.subType === ExpressionTypes.NAMED) return expression.args;
  return expression.subType === ExpressionTypes.AGGREGATE ? [expression.expression] : [];
}

function variablesOf(expression: Expression): readonly string[] {
  if (expression.subType === ExpressionTypes.TERM) return expression.term.termType === 'Variable' ? [expression.term.value] : [];
  return argumentsOf(expression).flatMap(variablesOf);
}

const selective = new Set(['=', '<', '>', '<=', '>=', 'in', 'contains', 'strstarts', 'strends', 'regex', 'sameterm', 'langmatches']);

function isSelective(expression: Expression): boolean {
  if (expression.subType !== ExpressionTypes.OPERATOR) return false;
  return selective.has(expression.operator.toLowerCase()) && expression.args.some((part) => variablesOf(part).length === 0);
}

function isEqualToConstant(expression: Expression): boolean {
  return expression.subType === ExpressionTypes.OPERATOR && ['=', 'in', 'sameterm'].includes(expression.operator.toLowerCase()) && isSelective(expression);
}

function variablesIn(terms: readonly Term[]): ReadonlySet<string> {
  return new Set(terms.flatMap(({ termType, value }) => (termType === 'Variable' ? [value] : [])));
}

function position({ termType, value, language, datatype }: Term): Position {
  if (termType === 'NamedNode') return `<${value}>`;
  if (termType !== 'Literal') return null;
  const text = JSON.stringify(value).replaceAll('\u007f', '\\u007F');
  return language === undefined || language === '' ? `${text}^^<${datatype?.value ?? ''}>` : `${text}@${language}`;
}

const shown = 3;

function named({ variables }: Pick<Part, 'variables'>): string {
  const names = [...variables].filter((name) => !/^(var\d+|e_.*)$/.test(name)).map((name) => `?${name}`);
  if (names.length === 0) return 'nameless nodes';
  return names.length > shown ? `${names.slice(0, shown).join(', ')} and more` : names.join(', ');
}

/** Two digits tell enough of an estimate. */
function about(rows: number): string {
  return Number(rows.toPrecision(2)).toLocaleString('en-GB', { maximumFractionDigits: 0 });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
