// SPDX-License-Identifier: Apache-2.0
package org.pabal.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.text.MessageText;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes into the index of one account: what is new, and away with what is gone. Closed without
/// {@link #commit} it leaves no trace.
final class IndexUpdate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexUpdate.class);

    private static final double BUFFER_MEGABYTES = 8;

    /// Merging two of these takes seconds, during which no other account is served.
    private static final double LARGEST_MERGED_MEGABYTES = 256;

    private static final double SEGMENTS_PER_TIER = 8;

    /// Records read at once when all are compared with the index.
    private static final int PAGE = 512;

    private static final FieldType GRAMS = grams();

    private final AccountMailboxes account;
    private final IndexWriter writer;
    private final Grams headerGrams;
    private final Grams bodyGrams;
    private final Field header;
    private final Field body;
    private final NumericDocValuesField id = new NumericDocValuesField(OpenIndex.EMAIL, 0);
    private final Field cut = new StringField(OpenIndex.CUT, OpenIndex.YES, Field.Store.NO);
    private IndexStamp stamp;

    /// @param headerGrams for use as long as this is open, as `bodyGrams`
    IndexUpdate(
            AccountMailboxes account,
            Directory files,
            IndexStamp stamp,
            Grams headerGrams,
            Grams bodyGrams)
            throws IOException {
        this.account = account;
        this.stamp = stamp;
        this.headerGrams = headerGrams;
        this.bodyGrams = bodyGrams;
        this.header = new Field(OpenIndex.HEADER, new GramStream(headerGrams), GRAMS);
        this.body = new Field(OpenIndex.BODY, new GramStream(bodyGrams), GRAMS);
        this.writer = new IndexWriter(files, config());
    }

    private static IndexWriterConfig config() {
        TieredMergePolicy merges = new TieredMergePolicy();
        merges.setMaxMergedSegmentMB(LARGEST_MERGED_MEGABYTES);
        merges.setSegmentsPerTier(SEGMENTS_PER_TIER);
        merges.setNoCFSRatio(1); // few open files count for more than a copy
        IndexWriterConfig config = new IndexWriterConfig();
        config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
        config.setMergePolicy(merges);
        config.setMergeScheduler(new SerialMergeScheduler());
        config.setCommitOnClose(false);
        return config;
    }

    private static FieldType grams() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(IndexOptions.DOCS);
        type.freeze();
        return type;
    }

    IndexStamp stamp() {
        return stamp;
    }

    int documents() {
        return writer.getDocStats().numDocs;
    }

    /// The next messages that are not in the index yet.
    List<StoredMessage> next(int most) {
        return account.messagesAfter(stamp.newest(), most);
    }

    /// There is nothing more up to this message.
    void reached(EmailId newest) {
        if (newest.compareTo(stamp.newest()) > 0) {
            stamp = IndexStamp.of(newest);
        }
    }

    void add(StoredMessage message) throws IOException {
        headerGrams.clear();
        bodyGrams.clear();
        boolean whole = collect(message);
        Document document = new Document();
        id.setLongValue(message.id().value());
        document.add(id);
        document.add(header);
        document.add(body);
        if (!whole) {
            document.add(cut);
        }
        writer.addDocument(document);
        stamp = IndexStamp.of(message);
    }

    /// @return false when searches must read the message themselves
    private boolean collect(StoredMessage message) {
        try (MessageOctets octets = account.octets(message)) {
            MessageText text = new MessageText(message, octets);
            text.writeHeader(headerGrams);
            text.writeBody(bodyGrams);
            return headerGrams.isWhole() && bodyGrams.isWhole();
        } catch (UnavailableException unreadable) {
            if (!account.messages(List.of(message.id())).isEmpty()) {
                throw unreadable;
            }
            return true; // expunged meanwhile: nobody will ask
        } catch (RuntimeException bug) {
            LOG.error(
                    "event=index-message-failed account={} email={}",
                    account.account().id(),
                    message.id().value(),
                    bug);
            return false;
        }
    }

    /// Takes those away that the store does not have any more.
    ///
    /// @param indexed ascending
    /// @return how many
    int removeGone(long[] indexed) throws IOException {
        long[] gone = gone(indexed);
        if (gone.length > 0) {
            writer.deleteDocuments(NumericDocValuesField.newSlowSetQuery(OpenIndex.EMAIL, gone));
        }
        return gone.length;
    }

    /// A message's record goes some time after the message has left its last mailbox, and does not come
    /// back. As long as it is there, the message may be restored.
    private long[] gone(long[] indexed) {
        long[] gone = new long[indexed.length];
        int count = 0;
        int at = 0;
        EmailId last = new EmailId(0);
        List<StoredMessage> page = account.messagesAfter(last, PAGE);
        while (!page.isEmpty()) {
            for (StoredMessage there : page) {
                last = there.id();
                while (at < indexed.length && indexed[at] < last.value()) {
                    gone[count++] = indexed[at++];
                }
                if (at < indexed.length && indexed[at] == last.value()) {
                    at++;
                }
            }
            page = account.messagesAfter(last, PAGE);
        }
        while (at < indexed.length) {
            gone[count++] = indexed[at++];
        }
        return Arrays.copyOf(gone, count);
    }

    void commit() throws IOException {
        writer.setLiveCommitData(stamp.data().entrySet());
        writer.commit();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
