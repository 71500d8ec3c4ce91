// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.wire.LogText;

/// Reads what becomes of mail for one entry. Values that are no plain addresses count for nothing: some servers ran what
/// stood behind a pipe in them (THREATS L02).
final class DeliveryReader {
    /// Somebody forwards to a few places; more is a list, which a group is for.
    private static final int MAX_ADDRESSES = 50;

    private final EntryReader entries;
    private final Entry entry;
    private final Domain ownDomain;
    private final Set<Address> elsewhere = new LinkedHashSet<>();
    private final List<Optional<String>> here = new ArrayList<>();

    DeliveryReader(EntryReader entries, Entry entry, Domain ownDomain) {
        this.entries = entries;
        this.entry = entry;
        this.ownDomain = ownDomain;
    }

    SourceAnswer read() {
        return switch (entries.mapping().delivery()) {
            case HERE -> known(entries.account(entry, ownDomain, entries.namedHost(entry)));
            case MAILDROP -> maildrop();
            case LOCAL_MAIL_RECIPIENT -> localMailRecipient();
        };
    }

    private static SourceAnswer known(SourceAccount account) {
        return new SourceAnswer.Known(account);
    }

    /// The mailbox is at the host that its address' domain names; else it is here when the
    /// address is the entry's own, and else the mail goes there.
    private SourceAnswer maildrop() {
        List<String> values = Values.all(entries.mapping(), Field.ROUTING, entry);
        List<Address> good =
                values.size() > MAX_ADDRESSES
                        ? List.of()
                        : values.stream()
                                .map(Values::plainAddress)
                                .flatMap(Optional::stream)
                                .distinct()
                                .toList();
        if (good.isEmpty()) {
            throw entries.unusable(entry, complaint(values));
        }
        good.forEach(this::sort);
        return answer();
    }

    private String complaint(List<String> values) {
        if (values.isEmpty()) {
            return "it does not say where its mail goes; add a maildrop";
        }
        if (values.size() > MAX_ADDRESSES) {
            return "its mail goes to more than " + MAX_ADDRESSES + " addresses; make it a group";
        }
        return "its mail goes to no plain address, but to " + new LogText(values.getFirst());
    }

    private void sort(Address to) {
        Optional<String> host = entries.hostOf(to.domain());
        if (host.isPresent() && isOwn(to.localPart())) {
            here.add(host);
        } else if (host.isPresent()) {
            elsewhere.add(new Address(to.localPart(), ownDomain));
        } else if (entries.isOurs(to.domain()) && isOwn(to)) {
            here.add(Optional.empty());
        } else {
            elsewhere.add(to);
        }
    }

    private SourceAnswer answer() {
        if (here.isEmpty()) {
            return new SourceAnswer.Alias(List.copyOf(elsewhere));
        }
        if (!elsewhere.isEmpty() || here.stream().distinct().count() > 1) {
            throw entries.unusable(
                    entry,
                    "its mail is kept and goes elsewhere too; leave the mailbox alone and"
                            + " forward by a Sieve script (redirect :copy)");
        }
        return known(entries.account(entry, ownDomain, here.getFirst()));
    }

    /// Whether a name of another host's mailbox is this entry's.
    private boolean isOwn(String localPart) {
        return names().stream()
                .anyMatch(name ->
                        name.localPart().equals(localPart) && name.domain().equals(ownDomain));
    }

    private boolean isOwn(Address address) {
        return names().contains(address);
    }

    private List<Address> names() {
        List<Address> names = new ArrayList<>();
        for (Field field : List.of(Field.UID, Field.MAIL, Field.ALIASES)) {
            names.addAll(Values.addresses(entries.mapping(), field, entry, ownDomain));
        }
        return names;
    }

    /// `mailRoutingAddress` says where the mail goes and comes first; `mailHost` alone says which
    /// host keeps it.
    private SourceAnswer localMailRecipient() {
        Optional<String> routing = Values.first(entries.mapping(), Field.ROUTING, entry);
        Optional<Address> to = routing.flatMap(Values::plainAddress);
        if (routing.isPresent() && to.isEmpty()) {
            throw entries.unusable(entry, complaint(List.of(routing.get())));
        }
        if (to.isPresent() && !isOwn(to.get())) {
            return new SourceAnswer.Alias(List.of(to.get()));
        }
        return known(entries.account(entry, ownDomain, entries.namedHost(entry)));
    }
}
