// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import org.apache.lucene.util.BytesRef;

/// A gram as a term of the index: each char in one to three octets as UTF-8 has them, so that a term
/// begins with the octets of another just if its text begins with the other's.
final class GramTerm {
    private static final int MOST_OCTETS = 3 * Grams.LENGTH;

    private GramTerm() {}

    static BytesRef empty() {
        return new BytesRef(MOST_OCTETS);
    }

    static BytesRef of(long gram) {
        BytesRef term = empty();
        write(gram, term);
        return term;
    }

    static void write(long gram, BytesRef term) {
        byte[] octets = term.bytes;
        int at = 0;
        for (int i = 0; i < Grams.length(gram); i++) {
            char c = Grams.charAt(gram, i);
            if (c < 0x80) {
                octets[at++] = (byte) c;
            } else if (c < 0x800) {
                octets[at++] = (byte) (0xC0 | c >> 6);
                octets[at++] = (byte) (0x80 | c & 0x3F);
            } else {
                octets[at++] = (byte) (0xE0 | c >> 12);
                octets[at++] = (byte) (0x80 | c >> 6 & 0x3F);
                octets[at++] = (byte) (0x80 | c & 0x3F);
            }
        }
        term.length = at;
    }
}
