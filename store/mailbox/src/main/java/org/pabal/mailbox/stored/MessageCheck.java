// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.format.v1.BrokenRecordException;
import org.pabal.mailbox.format.v1.MessageFormat;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.summary.MessageSummary;
import org.pabal.message.mime.MessageScanner;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Compares the places of messages with the messages' records, and these with their blobs. A record
/// that cannot be read is computed anew from the message's octets.
final class MessageCheck {
    private final Storage storage;
    private final AccountSpace space;

    MessageCheck(Storage storage, AccountSpace space) {
        this.storage = storage;
        this.space = space;
    }

    /// @param suspects looked at once more, as far as they still lie anywhere
    void run(CheckedPlaces places, long[] suspects, Findings findings) {
        for (long email : suspects) {
            if (places.has(email)) {
                trouble(email).ifPresent(trouble -> run(places, email, trouble, findings));
            }
        }
    }

    private void run(CheckedPlaces places, long email, String trouble, Findings findings) {
        rebuilt(email, places.dates().getOrDefault(email, 0L))
                .ifPresentOrElse(
                        record ->
                                findings.wrong(
                                        "what was computed from message "
                                                + email
                                                + " could not be read",
                                        new Change.Put(RecordKeys.message(email), record)),
                        () -> findings.lost(trouble));
    }

    /// Messages whose record or blob seems not to be there.
    long[] suspects(CheckedPlaces places, LinkCheck links) {
        TreeSet<Long> suspects = new TreeSet<>();
        long[] emails = Arrays.stream(places.sorted()).distinct().toArray();
        int[] next = {0};
        space.forEach(
                RecordKeys.messages(),
                entry -> {
                    links.take(entry);
                    long email = RecordKeys.emailOfMessage(entry.key());
                    while (next[0] < emails.length && emails[next[0]] < email) {
                        suspects.add(emails[next[0]++]);
                    }
                    if (next[0] < emails.length && emails[next[0]] == email) {
                        next[0]++;
                        if (trouble(email, entry).isPresent()) {
                            suspects.add(email);
                        }
                    }
                });
        while (next[0] < emails.length) {
            suspects.add(emails[next[0]++]);
        }
        return suspects.stream().mapToLong(Long::longValue).toArray();
    }

    /// The record of a message, computed anew from its octets; empty where these cannot be found.
    ///
    /// @param date in seconds, from the place where it lies
    private Optional<byte[]> rebuilt(long email, long date) {
        return space.read(RecordKeys.message(email))
                .flatMap(MessageCheck::blobOf)
                .flatMap(id -> Failures.translated(() -> storage.blob(id)))
                .flatMap(blob -> rebuilt(blob, date));
    }

    private static Optional<BlobId> blobOf(byte[] record) {
        try {
            return Optional.of(MessageFormat.blobOf(record));
        } catch (BrokenRecordException _) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> rebuilt(Blob blob, long date) {
        MessageScanner scanner = new MessageScanner();
        byte[] octets = new byte[64 << 10];
        try (BlobReader reader = storage.openBlob(blob.id())) {
            long position = 0;
            int read = reader.read(0, octets, 0, octets.length);
            while (read > 0) {
                scanner.write(octets, 0, read);
                position += read;
                read = reader.read(position, octets, 0, octets.length);
            }
        } catch (StorageException _) {
            return Optional.empty();
        }
        byte[] summary = MessageFormat.encode(MessageSummary.of(scanner.finish()), "");
        return Optional.of(MessageFormat.encode(blob, Instant.ofEpochSecond(date), summary));
    }

    private Optional<String> trouble(long email) {
        byte[] key = RecordKeys.message(email);
        return space.read(key)
                .map(value -> trouble(email, new Entry(key, value)))
                .orElseGet(() ->
                        Optional.of(
                                "message "
                                        + email
                                        + " has no record: restore the account from a backup"));
    }

    private Optional<String> trouble(long email, Entry entry) {
        try {
            MessageFormat.decode(new EmailId(email), entry.value());
            BlobId blob = MessageFormat.blobOf(entry.value());
            return Failures.translated(() -> storage.blob(blob)).isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            "the octets of message "
                                    + email
                                    + " are lost: restore the account from a backup");
        } catch (BrokenRecordException broken) {
            return Optional.of(
                    "the record of message "
                            + email
                            + " cannot be read ("
                            + broken.getMessage()
                            + "): restore the account from a backup");
        }
    }
}
