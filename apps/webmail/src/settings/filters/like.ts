// SPDX-License-Identifier: Apache-2.0
// A rule that is asked for with a mail: `#/settings/filters/from/{address}`, or `.../list/{address}` for what
// comes over the mailing list that takes mail there (RFC 2369 §3.4).
import { newAction, type Rule, type TextCondition } from './rule';

export function ruleLike(hash: string): Partial<Rule> | undefined {
  const [, kind, encoded] = /^#\/settings\/filters\/(from|list)\/([^/]+)$/.exec(hash) ?? [];
  if (kind === undefined || encoded === undefined) return undefined;
  const value = decodeURIComponent(encoded);
  const condition: TextCondition =
    kind === 'from' ? { kind: 'from', not: false, match: 'is', header: '', values: [value] } : { kind: 'header', not: false, match: 'contains', header: 'List-Post', values: [value] };
  return { name: value, conditions: [condition], actions: [newAction('move')] };
}
