// SPDX-License-Identifier: Apache-2.0
// Moments as a field for them takes them (local, to the minute) and as JMAP has them (UTCDate).

export function localOf(utc: string | null): string {
  if (utc === null) return '';
  const at = new Date(utc);
  if (Number.isNaN(at.getTime())) return '';
  const two = (number: number) => String(number).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** RFC 8620 §1.4: without fractions of a second. */
export function utcOf(local: string): string | null {
  const at = new Date(local);
  return local === '' || Number.isNaN(at.getTime()) ? null : at.toISOString().replace(/\.\d+Z$/, 'Z');
}
