// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.testing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoreFullException;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.MessageScanner;
import org.pabal.storage.BlobId;
import org.pabal.storage.BlobReader;
import org.pabal.storage.BlobWriter;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// Files into the account's space, key `m` and the delivery key, in one commit with the rest.
public final class FakeMailboxes implements MailboxStore {
    private static final byte[] FIRST = {'m'};
    private static final byte[] LAST = {'n'};

    private final Storage storage;

    public FakeMailboxes(Storage storage) {
        this.storage = storage;
    }

    @Override
    public MessageIntake newMessage() {
        try {
            return new Intake(storage.newBlob());
        } catch (StorageException trouble) {
            throw unavailable(trouble);
        }
    }

    private static final class Intake implements MessageIntake {
        private final BlobWriter blob;
        private final MessageScanner scanner = new MessageScanner();
        private long octets;

        Intake(BlobWriter blob) {
            this.blob = blob;
        }

        @Override
        public boolean headerIsWithinLimits() {
            return scanner.headerIsWithinLimits();
        }

        @Override
        public void write(byte[] more, int offset, int length) {
            blob.write(more, offset, length);
            scanner.write(more, offset, length);
            octets += length;
        }

        @Override
        public long octets() {
            return octets;
        }

        @Override
        public StagedMessage finish(byte[] top) {
            return new StagedMessage(blob.finish(top), scanner.finish().below(top));
        }

        @Override
        public void close() {
            blob.close();
        }
    }

    @Override
    public Optional<StagedMessage> withoutBinary(StagedMessage message) {
        return Optional.of(message);
    }

    @Override
    public synchronized FilingOutcome file(
            List<Filing> filings,
            List<SpaceChanges> together,
            Function<List<FilingOutcome.Place>, List<SpaceChanges>> placed) {
        Map<Space, List<Change>> changes = new LinkedHashMap<>();
        Map<Account, Long> added = new LinkedHashMap<>();
        for (Filing filing : filings) {
            Space space = space(filing.account());
            byte[] key = ("m" + filing.deliveryKey()).getBytes(StandardCharsets.UTF_8);
            if (storage.read(space, key).isPresent()) {
                continue;
            }
            long size = filing.message().blob().size();
            long all = added.merge(filing.account(), size, Long::sum);
            if (wouldExceedQuota(filing.account(), all)) {
                return new FilingOutcome.OverQuota(filing.account(), QuotaResource.STORAGE);
            }
            BlobId blob = filing.message().blob().id();
            byte[] found = filing.message().arrival().getBytes(StandardCharsets.UTF_8);
            byte[] value =
                    ByteBuffer.allocate(24 + found.length)
                            .putLong(blob.high())
                            .putLong(blob.low())
                            .putLong(size)
                            .put(found)
                            .array();
            List<Change> part = changes.computeIfAbsent(space, s -> new ArrayList<>());
            part.add(new Change.Put(key, value));
            part.add(new Change.AddReference(blob, key));
        }
        List<SpaceChanges> parts = new ArrayList<>(together);
        parts.addAll(placed.apply(List.of()));
        changes.forEach((space, part) -> parts.add(SpaceChanges.of(space, part)));
        try {
            if (!parts.isEmpty()) {
                storage.commit(new Commit(UUID.randomUUID(), parts));
            }
        } catch (StorageException trouble) {
            throw unavailable(trouble);
        }
        return new FilingOutcome.Filed(List.of());
    }

    private static UnavailableException unavailable(StorageException trouble) {
        String why = String.valueOf(trouble.getMessage());
        return trouble instanceof StorageException.Full
                ? new StoreFullException(why, trouble)
                : new UnavailableException(why, trouble);
    }

    private static Space space(Account account) {
        return Space.account(account.id().value());
    }

    @Override
    public boolean wouldExceedQuota(Account account, long octets) {
        if (account.quotaOctets().isEmpty()) {
            return false;
        }
        long used = 0;
        for (Entry entry : storage.scan(space(account), FIRST, LAST, 100_000)) {
            used += ByteBuffer.wrap(entry.value()).getLong(16);
        }
        return used + octets > account.quotaOctets().getAsLong();
    }

    /// All messages of an account, as text, one char per octet.
    public List<String> messages(Account account) {
        List<String> messages = new ArrayList<>();
        for (Entry entry : storage.scan(space(account), FIRST, LAST, 100_000)) {
            ByteBuffer value = ByteBuffer.wrap(entry.value());
            messages.add(content(new BlobId(value.getLong(), value.getLong())));
        }
        return messages;
    }

    /// What was found about the senders of all messages of an account.
    public List<String> authentications(Account account) {
        return storage.scan(space(account), FIRST, LAST, 100_000).stream()
                .map(Entry::value)
                .map(value -> new String(value, 24, value.length - 24, StandardCharsets.UTF_8))
                .toList();
    }

    /// As text, one char per octet.
    String content(BlobId id) {
        try (BlobReader blob = storage.openBlob(id)) {
            byte[] octets = new byte[(int) blob.size()];
            int at = 0;
            int read;
            while ((read = blob.read(at, octets, at, octets.length - at)) > 0) {
                at += read;
            }
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public AccountMailboxes open(Account owner, Account reader) {
        throw new UnsupportedOperationException("nobody reads here");
    }

    @Override
    public boolean sharesWithAnyone() {
        return false;
    }

    @Override
    public List<AccountId> sharedWith(Account reader) {
        return List.of();
    }

    @Override
    public CheckReport check(AccountId account, CheckReport.Mode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeAll(AccountId account) {
        throw new UnsupportedOperationException("nothing is removed here");
    }

    @Override
    public void close() {}
}
