// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pabal.directory.Account;
import org.pabal.mailbox.EditOutcome.Place;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.QuotaResource;
import org.pabal.mailbox.UidSet;
import org.pabal.mailbox.state.MailboxState;
import org.pabal.mailbox.stored.EmailPlaces.There;
import org.pabal.mailbox.stored.Messages.Arrival;
import org.pabal.mailbox.stored.Messages.Fate;

/// What is decided of the places of emails, until it is carried out: each mailbox is then changed once,
/// other flags first, then what leaves it, then what comes to it.
final class PlaceChanges {
    private final AccountEdit edit;
    private final Account owner;
    private final Reader reader;
    private final SortedMap<Long, OfMailbox> mailboxes = new TreeMap<>();

    /// What is added beyond what is removed, as far as it is decided.
    private long octets;

    private long messages;

    PlaceChanges(AccountEdit edit, Account owner, Reader reader) {
        this.edit = edit;
        this.owner = owner;
        this.reader = reader;
    }

    /// What is to happen in one mailbox.
    private static final class OfMailbox {
        private final SortedMap<Long, Flags> flags = new TreeMap<>();
        private final Set<Long> removed = new TreeSet<>();
        private final Set<Long> touched = new TreeSet<>();
        private final List<Arrival> arrivals = new ArrayList<>();

        /// Who awaits the UIDs of the arrivals.
        private final List<List<Place>> placed = new ArrayList<>();
    }

    private OfMailbox of(MailboxId mailbox) {
        return mailboxes.computeIfAbsent(mailbox.value(), _ -> new OfMailbox());
    }

    /// The resource of which there is not enough for so many places more, after all that is decided.
    Optional<QuotaResource> missing(int places, long size) {
        return Quotas.missing(owner, edit, octets + places * size, messages + places);
    }

    /// @param after as the reader is to see them
    void setFlags(There place, Flags after) {
        if (!after.equals(place.flags())) {
            of(place.id()).flags.put(place.uid(), after);
        }
    }

    void remove(There place) {
        of(place.id()).removed.add(place.uid());
        octets -= place.message().size();
        messages--;
    }

    /// Clients are to learn that something of a message is another.
    void touch(MailboxId mailbox, long uid) {
        of(mailbox).touched.add(uid);
    }

    /// Puts a message into mailboxes.
    ///
    /// @param placed is given the UIDs, once they are known
    void put(Arrival message, Collection<MailboxId> into, List<Place> placed) {
        into.stream()
                .map(MailboxId::value)
                .sorted()
                .forEach(mailbox -> {
                    OfMailbox target = of(new MailboxId(mailbox));
                    target.arrivals.add(message);
                    target.placed.add(placed);
                    octets += message.size();
                    messages++;
                });
    }

    void carryOut() {
        mailboxes.forEach((number, changes) -> {
            MailboxId id = new MailboxId(number);
            if (!changes.flags.isEmpty()) {
                new MessageChanges(edit, reader).setFlags(id, changes.flags);
            }
            if (!changes.removed.isEmpty()) {
                MailboxState mailbox = edit.mailbox(id).orElseThrow();
                Selection gone = selection(mailbox, changes.removed);
                edit.messages().remove(mailbox, gone.uids(), gone.places(), Fate.MOVED);
            }
            if (!changes.arrivals.isEmpty()) {
                append(id, changes);
            }
        });
        mailboxes.forEach((number, changes) -> {
            if (!changes.touched.isEmpty()) {
                MailboxState mailbox = edit.mailbox(new MailboxId(number)).orElseThrow();
                edit.messages().touch(mailbox, selection(mailbox, changes.touched).places());
            }
        });
    }

    private static Selection selection(MailboxState mailbox, Set<Long> uids) {
        return Selection.of(mailbox, UidSet.of(uids.stream().mapToLong(Long::longValue).toArray()));
    }

    private void append(MailboxId id, OfMailbox changes) {
        UidSet uids = reader.append(edit, id, changes.arrivals);
        long uid = uids.ranges().getFirst().first(); // one range: they are given in a row
        for (List<Place> placed : changes.placed) {
            placed.add(new Place(id, uid++));
        }
    }
}
