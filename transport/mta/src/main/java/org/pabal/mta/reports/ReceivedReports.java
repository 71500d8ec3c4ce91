// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.TransferDecoding;
import org.pabal.mta.reports.format.v1.ReadingOctets;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Router;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the reports that came as mail to accounts of ours. For one thread.
///
/// It goes through an account's messages in the order of their arrival, whichever mailbox a script
/// has filed them into, and remembers in the store how far it came. After a crash some messages are
/// read again; a report counts once, since its reader keeps which ones it has read.
public final class ReceivedReports {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivedReports.class);

    /// Messages of an account in one round: a first reading of a large account must not keep others
    /// waiting.
    private static final int MOST_OF_ROUND = 2_000;

    private static final int MOST_AT_ONCE = 100;
    private static final Set<String> TYPES = Set.of("application", "text");

    private final Set<Address> addresses;
    private final List<ReportReader> readers;
    private final ReportLimits limits;
    private final Router router;
    private final MailboxStore mailboxes;
    private final Storage storage;

    /// @param addresses of accounts here, or aliases of such
    /// @param readers are asked in this order
    public ReceivedReports(
            Set<Address> addresses,
            List<ReportReader> readers,
            ReportLimits limits,
            Router router,
            MailboxStore mailboxes,
            Storage storage) {
        this.addresses = Set.copyOf(addresses);
        this.readers = List.copyOf(readers);
        this.limits = limits;
        this.router = router;
        this.mailboxes = mailboxes;
        this.storage = storage;
    }

    /// Reads what came since the last call.
    ///
    /// @throws org.pabal.message.UnavailableException when store or directory cannot serve it
    public void readNew() {
        for (Account account : accounts()) {
            read(account);
        }
    }

    private Set<Account> accounts() {
        Set<Account> accounts = new LinkedHashSet<>();
        for (Address address : addresses) {
            boolean found = false;
            for (Route route : router.route(address, ReversePath.NULL).routes()) {
                if (route instanceof Route.LocalAccount(var account, _)) {
                    accounts.add(account);
                    found = true;
                }
            }
            if (!found) {
                LOG.warn("event=reports-not-read reason=\"no account gets mail for {}\"", address);
            }
        }
        return accounts;
    }

    private void read(Account account) {
        AccountMailboxes opened = mailboxes.open(account);
        EmailId last = new EmailId(readUpTo(account));
        int left = MOST_OF_ROUND;
        while (left > 0) {
            List<StoredMessage> messages = opened.messagesAfter(last, MOST_AT_ONCE);
            if (messages.isEmpty()) {
                return;
            }
            for (StoredMessage message : messages) {
                last = message.id();
                read(opened, message);
            }
            keep(
                    List.of(
                            new Change.Put(
                                    ReadingOctets.key(account.id().value()),
                                    new ReadingOctets(last.value()).encode())));
            left -= messages.size();
        }
    }

    private long readUpTo(Account account) {
        return storage.read(Space.Shared.REPORTS, ReadingOctets.key(account.id().value()))
                .map(value -> ReadingOctets.decode(value).email())
                .orElse(0L);
    }

    private void keep(List<Change> changes) {
        storage.commit(
                new Commit(
                        UUID.randomUUID(),
                        List.of(SpaceChanges.of(Space.Shared.REPORTS, changes))));
    }

    private void read(AccountMailboxes opened, StoredMessage message) {
        List<MimePart> files = new ArrayList<>();
        collect(message.structure(), files);
        if (files.isEmpty()) {
            return;
        }
        try (MessageOctets octets = opened.octets(message)) {
            for (MimePart file : files) {
                read(file, octets, message.internalDate());
            }
        }
    }

    private void collect(MimePart part, List<MimePart> files) {
        if (!part.children().isEmpty()) {
            part.children().forEach(child -> collect(child, files));
        } else if (files.size() < limits.files() && isPackable(part)) {
            files.add(part);
        }
    }

    /// Reporters call their files many things; text for people has none of these names.
    private static boolean isPackable(MimePart part) {
        String type = part.content().type();
        String subtype = part.content().subtype();
        return TYPES.contains(type)
                && !subtype.equals("plain")
                && !subtype.equals("html")
                && !subtype.equals("calendar");
    }

    private void read(MimePart part, MessageOctets octets, Instant arrived) {
        String encoding = part.content().transferEncoding();
        try (InputStream packed = TransferDecoding.decode(encoding, new PartStream(octets, part))) {
            Unpacking.unpack(packed, limits, (start, file) -> read(start, file, arrived));
        } catch (IOException unreadable) {
            LOG.info("event=report-unreadable reason=\"{}\"", unreadable.getMessage());
        }
    }

    private void read(byte[] start, InputStream file, Instant arrived) throws IOException {
        for (ReportReader reader : readers) {
            if (reader.isInterestedIn(start)) {
                Optional<List<Change>> changes = reader.read(file, arrived);
                LOG.info("event=report-read kind={} taken={}", reader.kind(), changes.isPresent());
                changes.filter(some -> !some.isEmpty()).ifPresent(this::keep);
                return;
            }
        }
    }
}
