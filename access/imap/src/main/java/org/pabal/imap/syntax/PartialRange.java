// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.syntax;

/// A part of a list of results: `1:500` counts from the first, `-1:-100` from the last.
/// RFC 9394 §3.1; the first form also RFC 5267 §4.4.
///
/// @param first as written, with its sign; never 0
/// @param last as written; of the same sign
public record PartialRange(long first, long last) {

    /// `partial-range = nz-number ":" nz-number / MINUS nz-number ":" MINUS nz-number`
    public static PartialRange parse(ImapParser in) throws ImapSyntaxException {
        boolean fromEnd = in.skip('-');
        long first = in.nzNumber();
        in.expect(':');
        if (fromEnd) {
            in.expect('-');
        }
        long last = in.nzNumber();
        return fromEnd ? new PartialRange(-first, -last) : new PartialRange(first, last);
    }

    public boolean isFromEnd() {
        return first < 0;
    }

    /// How many results must be known, from the end that is counted from.
    public int reach() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(Math.abs(first), Math.abs(last)));
    }

    /// The place of the first one among so many results, from 0; may be behind the last of them.
    public int from(int count) {
        long low = Math.min(first, last);
        return (int) Math.min(count, Math.max(0, low < 0 ? count + low : low - 1));
    }

    /// Behind the place of the last one; not above {@link #from} when none is there.
    public int to(int count) {
        long high = Math.max(first, last);
        return (int) Math.min(count, Math.max(0, high < 0 ? count + high + 1 : high));
    }

    /// As it was written.
    @Override
    public String toString() {
        return first + ":" + last;
    }
}
