/** How a caller takes texts apart; words come folded, and stemming is known to the search alone. */
export interface WordAnalysis {
  readonly wordsOf: (text: string) => readonly string[];
  readonly stemsOf: (word: string) => readonly string[];
}

/** What stands at a place of the words: how many of them, whether letter by letter, and whose label it is. */
export interface LabelFound<T> {
  readonly length: number;
  readonly surface: boolean;
  readonly values: readonly T[];
}

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  readonly byStem: Map<string, Node<T>[]>;
  readonly values: T[];
}

/** Shorter words mean another thing when they are stemmed: the label `hart` is found by `harten`, but `long` in English is no lung. */
const stemmedLabelWord = 4;
const stemmedQueryWord = 5;

/** Labels of several words, found letter by letter or by stem; a lookup takes time by its words and not by the number of labels. */
export class LabelTrie<T> {
  private readonly root: Node<T> = emptyNode();

  constructor(private readonly analysis: WordAnalysis) {}

  add(label: string, value: T): void {
    // An abbreviation is not a word: AIDS is not the plural of aid.
    const isAbbreviation = !/\p{Ll}/u.test(label);
    const words = this.analysis.wordsOf(label);
    if (words.length === 0) return;
    let node = this.root;
    for (const word of words) node = node.next.get(word) ?? this.grow(node, word, isAbbreviation);
    if (!node.values.includes(value)) node.values.push(value);
  }

  private grow(node: Node<T>, word: string, isAbbreviation: boolean): Node<T> {
    const child = emptyNode<T>();
    node.next.set(word, child);
    if (isAbbreviation || word.length < stemmedLabelWord) return child;
    for (const stem of this.analysis.stemsOf(word)) {
      const children = node.byStem.get(stem);
      if (children === undefined) node.byStem.set(stem, [child]);
      else children.push(child);
    }
    return child;
  }

  /** The longest label that begins at a word; of two of one length the one that is met letter by letter. */
  longestAt(words: readonly string[], start: number): LabelFound<T> | null {
    let found: LabelFound<T> | null = null;
    let states = new Map<Node<T>, boolean>([[this.root, true]]);
    for (let at = start; at < words.length; at++) {
      states = this.step(states, words[at] ?? '');
      if (states.size === 0) break;
      found = ending(states, at - start + 1) ?? found;
    }
    return found;
  }

  private step(states: ReadonlyMap<Node<T>, boolean>, word: string): Map<Node<T>, boolean> {
    const reached = new Map<Node<T>, boolean>();
    const stems = word.length < stemmedQueryWord ? [] : this.analysis.stemsOf(word);
    for (const [node, surface] of states) {
      const exact = node.next.get(word);
      if (exact !== undefined) reached.set(exact, surface || reached.get(exact) === true);
      for (const stem of stems) for (const child of node.byStem.get(stem) ?? []) if (!reached.has(child)) reached.set(child, false);
    }
    return reached;
  }
}

function ending<T>(states: ReadonlyMap<Node<T>, boolean>, length: number): LabelFound<T> | null {
  const ends = [...states].filter(([node]) => node.values.length > 0);
  const surface = ends.some(([, isSurface]) => isSurface);
  const values = new Set(ends.flatMap(([node, isSurface]) => (isSurface === surface ? node.values : [])));
  return values.size === 0 ? null : { length, surface, values: [...values] };
}

function emptyNode<T>(): Node<T> {
  return { next: new Map(), byStem: new Map(), values: [] };
}
