// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.view;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapBlob;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.OctetsStream;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.message.mime.TransferDecoding;

/// The blobs that messages are: a message in a mailbox, a part of one ({@link EmailBlobId}), and a
/// part of a blob that is a message (`P1_2-` before the id of that blob). Safe for use by many
/// threads.
public final class EmailBlobs implements Blobs {
    /// Messages within messages, as blobs of blobs.
    private static final int MAX_DEPTH = 4;

    /// A blob that is read as a message is held in memory.
    private static final int MAX_MESSAGE_OCTETS = 64 << 20;

    private final MailboxStore store;
    private final Blobs others;

    /// @param others where what is no message is found
    public EmailBlobs(MailboxStore store, Blobs others) {
        this.store = store;
        this.others = others;
    }

    @Override
    public Optional<JmapBlob> find(JmapAccount account, String blobId) {
        return find(account, blobId, 0);
    }

    private Optional<JmapBlob> find(JmapAccount account, String blobId, int depth) {
        Optional<EmailBlobId> ofEmail = EmailBlobId.parse(blobId);
        if (ofEmail.isPresent()) {
            return find(account, ofEmail.get());
        }
        int dash = blobId.indexOf('-');
        if (!blobId.matches("P[1-9][0-9_]{0,200}-.+")) {
            return others.find(account, blobId);
        }
        return depth == MAX_DEPTH
                ? Optional.empty()
                : find(account, blobId.substring(dash + 1), depth + 1)
                        .flatMap(EmailBlobs::message)
                        .flatMap(message ->
                                message.part(blobId.substring(1, dash).replace('_', '.')));
    }

    /// The id of a part of a blob that is a message.
    public static String partOf(String blobId, BodyPart part) {
        return "P" + part.id().orElseThrow().replace('.', '_') + "-" + blobId;
    }

    private Optional<JmapBlob> find(JmapAccount account, EmailBlobId id) {
        AccountMailboxes mailboxes = store.open(account.owner(), account.reader());
        if (!mailboxes.state().emails().has(id.email())) {
            return Optional.empty();
        }
        return record(mailboxes, id.email())
                .flatMap(record ->
                        id.part().isEmpty()
                                ? Optional.of(whole(mailboxes, record))
                                : BodyPart.find(record.structure(), id.part().get())
                                        .map(part -> part(mailboxes, record, part)));
    }

    private static Optional<StoredMessage> record(AccountMailboxes mailboxes, EmailId email) {
        return mailboxes.messages(List.of(email)).stream().findFirst();
    }

    private static JmapBlob whole(AccountMailboxes mailboxes, StoredMessage record) {
        return new JmapBlob() {
            @Override
            public long octets() {
                return record.octets();
            }

            @Override
            public InputStream open() {
                return new OctetsStream(mailboxes.octets(record), 0, record.octets());
            }
        };
    }

    private static JmapBlob part(AccountMailboxes mailboxes, StoredMessage record, MimePart part) {
        return new JmapBlob() {
            @Override
            public long octets() {
                try (OpenMessage open = new OpenMessage(() -> mailboxes.octets(record))) {
                    return open.decodedOctets(part);
                }
            }

            @Override
            public InputStream open() {
                return TransferDecoding.decode(
                        part.content().transferEncoding(),
                        new OctetsStream(
                                mailboxes.octets(record), part.bodyOffset(), part.endOffset()));
            }
        };
    }

    /// A blob that was read as a message, in memory.
    public record BlobMessage(ScannedMessage scan, byte[] octets) {

        /// As if it lay in a mailbox.
        public MessageOctets open() {
            return new InMemory(octets);
        }

        private Optional<JmapBlob> part(String number) {
            return BodyPart.find(scan.root(), number).map(this::decoded);
        }

        private JmapBlob decoded(MimePart part) {
            byte[] plain =
                    TransferDecoding.decode(
                            part.content().transferEncoding(),
                            octets,
                            (int) part.bodyOffset(),
                            (int) part.bodyOctets());
            return new JmapBlob() {
                @Override
                public long octets() {
                    return plain.length;
                }

                @Override
                public InputStream open() {
                    return new ByteArrayInputStream(plain);
                }
            };
        }
    }

    /// Empty for what is no message: without a header field, or too large to be looked into.
    public static Optional<BlobMessage> message(JmapBlob blob) {
        if (blob.octets() > MAX_MESSAGE_OCTETS) {
            return Optional.empty();
        }
        byte[] octets;
        try (InputStream in = blob.open()) {
            octets = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        ScannedMessage scan = scanner.finish();
        return scan.header().fields().isEmpty()
                ? Optional.empty()
                : Optional.of(new BlobMessage(scan, octets));
    }

    private record InMemory(byte[] all) implements MessageOctets {
        @Override
        public long size() {
            return all.length;
        }

        @Override
        public int read(long position, byte[] octets, int offset, int length) {
            int count = (int) Math.max(0, Math.min(length, all.length - position));
            if (count > 0) {
                System.arraycopy(all, (int) position, octets, offset, count);
            }
            return count;
        }

        @Override
        public void close() {}
    }
}
