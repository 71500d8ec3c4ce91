// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.ConjunctionUtils;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;

/// Finds the documents of a segment that have all grams of a needle.
final class GramLookup {
    /// Grams of a long needle that are looked up, spread over it, and how many of these, the rarest,
    /// are joined: more would hardly leave out any further message.
    private static final int MOST_LOOKED_UP = 64;

    private static final int MOST_JOINED = 16;

    private final String needle;

    /// @param needle not empty
    GramLookup(String needle) {
        this.needle = needle;
    }

    /// True when having the grams is having the needle.
    boolean isExact() {
        return needle.length() <= Grams.LENGTH;
    }

    DocIdSetIterator find(LeafReader segment, String field) throws IOException {
        Terms terms = segment.terms(field);
        if (terms == null) {
            return DocIdSetIterator.empty();
        }
        return needle.length() < Grams.LENGTH
                ? beginningWith(terms.iterator(), segment.maxDoc())
                : withAll(terms.iterator());
    }

    private DocIdSetIterator beginningWith(TermsEnum terms, int documents) throws IOException {
        BytesRef prefix = GramTerm.of(Grams.pack(needle, 0, needle.length()));
        FixedBitSet found = new FixedBitSet(documents);
        PostingsEnum postings = null;
        if (terms.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
            return DocIdSetIterator.empty();
        }
        BytesRef term = terms.term();
        while (term != null && StringHelper.startsWith(term, prefix)) {
            postings = terms.postings(postings, PostingsEnum.NONE);
            found.or(postings);
            term = terms.next();
        }
        return new BitSetIterator(found, found.cardinality());
    }

    private DocIdSetIterator withAll(TermsEnum terms) throws IOException {
        List<DocIdSetIterator> each = new ArrayList<>();
        for (BytesRef term : terms()) {
            if (!terms.seekExact(term)) {
                return DocIdSetIterator.empty();
            }
            each.add(terms.postings(null, PostingsEnum.NONE));
        }
        each.sort(Comparator.comparingLong(DocIdSetIterator::cost));
        return each.size() == 1
                ? each.getFirst()
                : ConjunctionUtils.intersectIterators(
                        each.subList(0, Math.min(MOST_JOINED, each.size())));
    }

    private Set<BytesRef> terms() {
        int last = needle.length() - Grams.LENGTH;
        int count = Math.min(MOST_LOOKED_UP, last + 1);
        Set<BytesRef> terms = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            int from = count == 1 ? 0 : (int) ((long) last * i / (count - 1));
            terms.add(GramTerm.of(Grams.pack(needle, from, Grams.LENGTH)));
        }
        return terms;
    }
}
