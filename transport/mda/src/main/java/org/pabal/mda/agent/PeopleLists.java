// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.TextIndex;
import org.pabal.mda.lab.Arrived;

/// The lists of people that scripts may ask, RFC 6134. Safe for use by many threads.
public final class PeopleLists {
    /// Whom the account has written to lately: the default address book. RFC 6134 §2.7
    public static final URI ADDRESS_BOOK = URI.create("urn:ietf:params:sieve:addrbook:default");

    /// These, and whoever wrote to it or was written to before in any mail that is there: who is not on
    /// it writes for the first time.
    public static final URI ACQUAINTANCES = URI.create("urn:pabal:params:sieve:acquaintances");

    /// The URI schemes of their names, as clients are told by ManageSieve's EXTLISTS and JMAP's
    /// `externalLists`. RFC 9661 §1.3
    public static final List<String> SCHEMES = List.of("urn");

    private static final List<URI> ALL = List.of(ADDRESS_BOOK, ACQUAINTANCES);

    private final KnownPeople writtenTo;
    private final Optional<Mail> mail;

    private record Mail(MailboxStore mailboxes, TextIndex index) {}

    public PeopleLists(KnownPeople writtenTo, MailboxStore mailboxes, TextIndex index) {
        this.writtenTo = writtenTo;
        this.mail = Optional.of(new Mail(mailboxes, index));
    }

    /// Without a look at the mail that is there.
    public PeopleLists(KnownPeople writtenTo) {
        this.writtenTo = writtenTo;
        this.mail = Optional.empty();
    }

    static boolean exists(URI list) {
        return ALL.contains(list);
    }

    /// @param before what came behind this message does not count, nor what is remembered by now;
    ///     empty for a mail that arrives
    boolean has(Account account, URI list, String value, Optional<Arrived> before) {
        String address = value.strip().toLowerCase(Locale.ROOT);
        if (list.equals(ADDRESS_BOOK)) {
            return writtenTo.knows(account.id(), address);
        }
        return list.equals(ACQUAINTANCES)
                && (before.isEmpty() && writtenTo.knows(account.id(), address)
                        || isThereMail(account, address, before));
    }

    private boolean isThereMail(Account account, String address, Optional<Arrived> before) {
        if (mail.isEmpty() || address.isEmpty()) {
            return false;
        }
        AccountMailboxes mailboxes = mail.get().mailboxes.open(account);
        Acquaintance acquaintance =
                new Acquaintance(mailboxes, mailboxes.state(), mail.get().index);
        return !(before.isPresent()
                ? acquaintance.isNew(address, before.get().email(), before.get().at())
                : acquaintance.isNew(address));
    }
}
