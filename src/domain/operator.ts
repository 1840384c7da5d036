/** The operator of the catalogue, the national contact point that sends to the EU, and who audits them (R104, R112). */
export type OperatorRole = 'operator' | 'ncp' | 'auditor';

/** `read` what is not public, be told the `names` of who did what, `decide`: whatever changes something, and `federate`: pause and compare what goes to the EU. */
export type OperatorRight = 'read' | 'names' | 'decide' | 'federate';

export const operatorRoles: readonly OperatorRole[] = ['operator', 'ncp', 'auditor'];

/**
 * An auditor reads everything and changes nothing. The contact point needs to know how far the stations are before anything is
 * sent on (R7); who of the operator's people did what is none of its business. docs/operations.md has the whole table.
 */
const rights: Readonly<Record<OperatorRole, readonly OperatorRight[]>> = {
  operator: ['read', 'names', 'decide', 'federate'],
  ncp: ['read', 'federate'],
  auditor: ['read', 'names'],
};

export function rolesWith(right: OperatorRight): readonly OperatorRole[] {
  return operatorRoles.filter((role) => rights[role].includes(right));
}

/** Null is a visitor, who may do nothing of it. */
export function may(operator: Operator | null, right: OperatorRight): boolean {
  return operator !== null && rights[operator.role].includes(right);
}

/** Somebody who has shown a token; the name stands with each of their deeds. */
export interface Operator {
  readonly name: string;
  readonly role: OperatorRole;
}

/** One entry of the operators' file: of the token only its SHA-256 is kept, which is enough for 256 random bits. */
export interface OperatorEntry extends Operator {
  readonly tokenHash: string;
}
