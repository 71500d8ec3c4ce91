// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.util.BytesRef;

/// The grams of a text as Lucene takes them.
final class GramStream extends TokenStream {
    private final Grams grams;
    private final BytesTermAttribute attribute = addAttribute(BytesTermAttribute.class);
    private final BytesRef term = GramTerm.empty();
    private int next;

    GramStream(Grams grams) {
        this.grams = grams;
    }

    @Override
    public void reset() {
        clearAttributes();
        next = 0;
    }

    @Override
    public boolean incrementToken() {
        if (next == grams.count()) {
            return false;
        }
        GramTerm.write(grams.gram(next++), term);
        attribute.setBytesRef(term);
        return true;
    }
}
