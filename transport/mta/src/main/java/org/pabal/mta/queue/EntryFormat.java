// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.format.v1.EntryOctets;
import org.pabal.mta.queue.format.v1.EntryOctets.RecipientOctets;
import org.pabal.storage.BlobId;

/// Between entries and their octets. Key: `e`, mail id, part.
final class EntryFormat {
    private static final byte PREFIX = 'e';
    private static final int KEY_OCTETS = 1 + Long.BYTES + Integer.BYTES + Integer.BYTES;
    static final byte[] FIRST_KEY = {PREFIX};

    private EntryFormat() {}

    /// With which the keys of all entries of a mail begin.
    static byte[] prefix(MailId mail) {
        return ByteBuffer.allocate(KEY_OCTETS - Integer.BYTES)
                .put(PREFIX)
                .putLong(mail.millis())
                .putInt(mail.serial())
                .array();
    }

    static byte[] key(QueueId id) {
        return ByteBuffer.allocate(KEY_OCTETS)
                .put(PREFIX)
                .putLong(id.mail().millis())
                .putInt(id.mail().serial())
                .putInt(id.part())
                .array();
    }

    static QueueId id(byte[] key) {
        ByteBuffer octets = ByteBuffer.wrap(key);
        octets.get();
        return new QueueId(new MailId(octets.getLong(), octets.getInt()), octets.getInt());
    }

    static byte[] value(QueueEntry entry) {
        Address from = entry.from() instanceof ReversePath.To(Address address) ? address : NONE;
        return new EntryOctets(
                        entry.nextAttempt().toEpochMilli(),
                        entry.destination().kind().letter(),
                        entry.destination().name(),
                        entry.held().orElse(""),
                        entry.origin().letter(),
                        entry.session(),
                        entry.accepted().toEpochMilli(),
                        entry.expires().toEpochMilli(),
                        entry.attempts(),
                        entry.crashes(),
                        entry.progress().delayReport().map(Instant::toEpochMilli).orElse(0L),
                        entry.content().eightBit(),
                        entry.content().smtpUtf8(),
                        entry.content().binary(),
                        RequestFormat.octets(entry.request()),
                        from.localPart(),
                        from.domain().name(),
                        entry.content().blob().high(),
                        entry.content().blob().low(),
                        entry.content().size(),
                        entry.content().prefixOctets(),
                        entry.content().arrival(),
                        entry.work(),
                        entry.recipients().stream().map(EntryFormat::octets).toList())
                .encode();
    }

    private static final Address NONE = new Address("", new Domain(""));

    private static RecipientOctets octets(Recipient recipient) {
        return new RecipientOctets(
                recipient.address().localPart(),
                recipient.address().domain().name(),
                recipient.original(),
                RequestFormat.notifyOf(recipient.request()),
                recipient
                        .request()
                        .originalRecipient()
                        .map(OriginalRecipient::addressType)
                        .orElse(""),
                recipient.request().originalRecipient().map(OriginalRecipient::address).orElse(""),
                recipient.state().letter(),
                recipient.last().map(last -> last.status().toString()).orElse(""),
                recipient.last().map(Diagnosis::text).orElse(""),
                recipient.last().map(Diagnosis::remote).orElse(""));
    }

    /// @throws IllegalArgumentException for octets that are no entry
    static QueueEntry entry(byte[] key, byte[] value) {
        EntryOctets octets = EntryOctets.decode(value);
        return new QueueEntry(
                id(key),
                destination(octets),
                Origin.of(octets.origin()),
                octets.session(),
                octets.reversePathLocalPart().isEmpty()
                        ? ReversePath.NULL
                        : new ReversePath.To(
                                address(octets.reversePathLocalPart(), octets.reversePathDomain())),
                recipients(octets.recipients()),
                new Content(
                        new BlobId(octets.blobHigh(), octets.blobLow()),
                        octets.size(),
                        octets.prefixOctets(),
                        octets.eightBit(),
                        octets.smtpUtf8(),
                        octets.binary(),
                        octets.authentication()),
                RequestFormat.request(octets.request()),
                Instant.ofEpochMilli(octets.accepted()),
                Instant.ofEpochMilli(octets.expires()),
                progress(octets),
                octets.work());
    }

    private static Progress progress(EntryOctets octets) {
        return new Progress(
                Instant.ofEpochMilli(octets.nextAttempt()),
                octets.attempts(),
                octets.crashes(),
                octets.delayReport() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(octets.delayReport())),
                octets.held().isEmpty() ? Optional.empty() : Optional.of(octets.held()));
    }

    private static Destination destination(EntryOctets octets) {
        return new Destination(
                Destination.Kind.of(octets.destinationKind()), octets.destinationName());
    }

    private static Address address(String localPart, String domain) {
        return new Address(localPart, new Domain(domain));
    }

    private static List<Recipient> recipients(List<RecipientOctets> all) {
        return all.stream().map(EntryFormat::recipient).toList();
    }

    private static Recipient recipient(RecipientOctets octets) {
        return new Recipient(
                address(octets.localPart(), octets.domain()),
                octets.original(),
                RequestFormat.request(octets),
                Recipient.State.of(octets.state()),
                octets.status().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Diagnosis(
                                        EnhancedStatus.of(octets.status()),
                                        octets.diagnostic(),
                                        octets.remote())));
    }
}
