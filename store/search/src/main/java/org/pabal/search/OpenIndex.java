// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.TextIndex.Match;
import org.pabal.mailbox.TextIndex.Matches;
import org.pabal.mailbox.TextIndex.Where;

/// One commit of an account's index, open for searches. Whoever uses it holds it meanwhile.
final class OpenIndex {
    static final String EMAIL = "id";
    static final String HEADER = "h";
    static final String BODY = "b";

    /// Has one term, in documents that lack a part of their text.
    static final String CUT = "cut";

    static final String YES = "1";

    private final DirectoryReader reader;
    private final IndexStamp stamp;

    private OpenIndex(DirectoryReader reader, IndexStamp stamp) {
        this.reader = reader;
        this.stamp = stamp;
    }

    /// What is believed to be whole without reading it.
    enum Trust {
        NONE,
        /// What was committed since the machine started: only its crash loses what was written.
        OF_THIS_BOOT
    }

    /// @return empty when another version made it
    /// @throws IOException when it is damaged
    static Optional<OpenIndex> open(Directory files, Trust trust) throws IOException {
        DirectoryReader reader = DirectoryReader.open(files);
        boolean usable = false;
        try {
            Optional<IndexStamp> stamp = IndexStamp.read(reader.getIndexCommit().getUserData());
            if (stamp.isEmpty()) {
                return Optional.empty();
            }
            if (trust == Trust.NONE || !stamp.get().isOfThisBoot()) {
                for (LeafReaderContext segment : reader.leaves()) {
                    segment.reader().checkIntegrity();
                }
            }
            usable = true;
            return Optional.of(new OpenIndex(reader, stamp.get()));
        } finally {
            if (!usable) {
                reader.close();
            }
        }
    }

    /// The same index after its newest commit, sharing what did not change; empty when there is none
    /// newer.
    Optional<OpenIndex> renewed() throws IOException {
        DirectoryReader newer = DirectoryReader.openIfChanged(reader);
        if (newer == null) {
            return Optional.empty();
        }
        IndexStamp read =
                IndexStamp.read(newer.getIndexCommit().getUserData()).orElse(IndexStamp.NONE);
        return Optional.of(new OpenIndex(newer, read));
    }

    IndexStamp stamp() {
        return stamp;
    }

    int documents() {
        return reader.numDocs();
    }

    /// @return false when it was closed meanwhile
    boolean hold() {
        return reader.tryIncRef();
    }

    void release() throws IOException {
        reader.decRef();
    }

    Matches find(Where where, String needle) throws IOException {
        GramLookup lookup = new GramLookup(needle);
        Emails having = new Emails();
        Emails cut = new Emails();
        for (LeafReaderContext context : reader.leaves()) {
            LeafReader segment = context.reader();
            having.add(segment, lookup.find(segment, BODY));
            if (where == Where.MESSAGE) {
                having.add(segment, lookup.find(segment, HEADER));
            }
            PostingsEnum flagged = segment.postings(new Term(CUT, YES), PostingsEnum.NONE);
            if (flagged != null) {
                cut.add(segment, flagged);
            }
        }
        return new Found(stamp.newest(), having.sorted(), lookup.isExact(), cut.sorted());
    }

    /// All messages that have a document, ascending.
    long[] emails() throws IOException {
        Emails all = new Emails();
        for (LeafReaderContext context : reader.leaves()) {
            all.add(context.reader(), DocIdSetIterator.all(context.reader().maxDoc()));
        }
        return all.sorted();
    }

    /// @param having ascending
    /// @param exact whether having the grams is having the needle
    /// @param cut ascending
    private record Found(EmailId newest, long[] having, boolean exact, long[] cut)
            implements Matches {
        @Override
        public Match of(EmailId email) {
            if (email.compareTo(newest) > 0) {
                return Match.UNKNOWN;
            }
            if (Arrays.binarySearch(having, email.value()) >= 0) {
                return exact ? Match.FOUND : Match.UNKNOWN;
            }
            return cut.length > 0 && Arrays.binarySearch(cut, email.value()) >= 0
                    ? Match.UNKNOWN
                    : Match.ABSENT;
        }
    }

    /// The messages of documents.
    private static final class Emails {
        private long[] emails = new long[64];
        private int count;

        void add(LeafReader segment, DocIdSetIterator documents) throws IOException {
            NumericDocValues ids = segment.getNumericDocValues(EMAIL);
            Bits live = segment.getLiveDocs();
            int document = documents.nextDoc();
            while (document != DocIdSetIterator.NO_MORE_DOCS) {
                if (ids != null
                        && (live == null || live.get(document))
                        && ids.advanceExact(document)) {
                    add(ids.longValue());
                }
                document = documents.nextDoc();
            }
        }

        private void add(long email) {
            if (count == emails.length) {
                emails = Arrays.copyOf(emails, count * 2);
            }
            emails[count++] = email;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(emails, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
