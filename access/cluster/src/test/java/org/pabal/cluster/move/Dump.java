// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountMailboxes.MessageOctets;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.StoredMessage;
import org.pabal.message.Address;
import org.pabal.storage.Entry;
import org.pabal.storage.Space;

/// All that a client could see of an account, as lines.
final class Dump {
    private final TestHost host;
    private final List<Address> others;
    private final List<String> lines = new ArrayList<>();

    private Dump(TestHost host, List<Address> others) {
        this.host = host;
        this.others = others;
    }

    static List<String> of(TestHost host, Address address, List<Address> others) {
        Dump dump = new Dump(host, others);
        dump.write(host.account(address));
        return dump.lines;
    }

    private void write(Account account) {
        AccountMailboxes mailboxes = host.mailboxes.open(account);
        lines.add("quota " + mailboxes.quota());
        lines.add("deleted " + mailboxes.deleted().size());
        mailboxes
                .deleted()
                .find(_ -> true, 1_000)
                .newest()
                .forEach(kept -> lines.add("deleted " + kept));
        lines.add("newest " + mailboxes.newest());
        mailboxes.subscriptions().stream()
                .map(name -> "subscribed " + named(name.text()))
                .sorted()
                .forEach(lines::add);
        annotations(mailboxes, Optional.empty());
        for (MailboxInfo mailbox : mailboxes.list()) {
            lines.add(
                    "mailbox "
                            + mailbox.id()
                            + " "
                            + mailbox.name()
                            + " "
                            + mailbox.specialUse()
                            + mailbox.subscribed()
                            + mailbox.selectable());
            rights("given", mailbox.acl().given());
            rights("withheld", mailbox.acl().withheld());
            annotations(mailboxes, Optional.of(mailbox));
            mailboxes.snapshot(mailbox.id()).ifPresent(all -> write(mailboxes, all));
            for (Address other : others) {
                host.mailboxes
                        .open(account, host.account(other))
                        .snapshot(mailbox.id())
                        .ifPresent(seen -> seen(other, seen));
            }
        }
        byte[] first = {'N'};
        byte[] end = {'Z' + 1};
        for (Entry entry :
                host.storage.scan(Space.account(account.id().value()), first, end, 1_000)) {
            lines.add("other " + hex(entry.key()) + " " + hex(entry.value()));
        }
    }

    private void rights(String kind, SortedMap<Grantee, Rights> rights) {
        rights.entrySet().stream()
                .map(each -> kind + " " + named(each.getKey()) + " " + each.getValue())
                .sorted()
                .forEach(lines::add);
    }

    /// What only one of two has.
    static List<String> difference(List<String> before, List<String> after) {
        List<String> difference = new ArrayList<>();
        before.stream()
                .filter(line -> !after.contains(line))
                .forEach(l -> difference.add("- " + l));
        after.stream()
                .filter(line -> !before.contains(line))
                .forEach(l -> difference.add("+ " + l));
        if (difference.isEmpty() && !before.equals(after)) {
            difference.add("another order");
        }
        return difference;
    }

    private void annotations(AccountMailboxes mailboxes, Optional<MailboxInfo> mailbox) {
        List<MetadataName> names =
                List.of(MetadataName.of("/shared/note"), MetadataName.of("/private/note"));
        for (MetadataEntry entry :
                mailboxes.metadata(mailbox.map(MailboxInfo::id), names, Integer.MAX_VALUE)) {
            lines.add("annotation " + entry.name() + " " + hex(entry.value()));
        }
    }

    private void write(AccountMailboxes mailboxes, MailboxSnapshot all) {
        lines.add(
                all.uidValidity()
                        + " "
                        + all.uidNext()
                        + " "
                        + all.highestModSeq()
                        + " "
                        + all.count()
                        + " "
                        + all.unseenCount());
        for (int i = 0; i < all.count(); i++) {
            lines.add(
                    all.uid(i)
                            + " "
                            + all.email(i)
                            + " "
                            + all.flags(i)
                            + " "
                            + all.modSeq(i)
                            + " "
                            + all.size(i)
                            + " "
                            + all.internalDate(i)
                            + " "
                            + all.savedDate(i)
                            + " "
                            + content(mailboxes, all.email(i)));
        }
        for (long since = 1; since < all.highestModSeq(); since += 1 + since / 3) {
            lines.add(
                    "expunged since "
                            + since
                            + " "
                            + mailboxes.expungedSince(all.mailbox(), since));
        }
    }

    private void seen(Address reader, MailboxSnapshot seen) {
        StringBuilder line = new StringBuilder("seen by " + reader + ":");
        for (int i = 0; i < seen.count(); i++) {
            line.append(seen.flags(i).isSeen() ? '1' : '0');
        }
        lines.add(line.toString());
    }

    private static String content(AccountMailboxes mailboxes, EmailId email) {
        StoredMessage message = mailboxes.messages(List.of(email)).getFirst();
        try (MessageOctets octets = mailboxes.octets(message)) {
            byte[] all = new byte[(int) octets.size()];
            int at = 0;
            while (at < all.length) {
                at += octets.read(at, all, at, all.length - at);
            }
            return hex(MessageDigest.getInstance("SHA-256").digest(all)).substring(0, 16)
                    + " "
                    + message.text(StoredMessage.Text.SUBJECT);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private String named(Grantee grantee) {
        return switch (grantee) {
            case Grantee.Anyone _ -> "anyone";
            case Grantee.Account(var id) -> address(id.value());
            case Grantee.Group(var id) -> "group " + id;
        };
    }

    private String named(String subscription) {
        if (!subscription.startsWith("../")) {
            return subscription;
        }
        String[] parts = subscription.split("/", 3);
        return "../" + address(Long.parseLong(parts[1])) + "/" + parts[2];
    }

    private String address(long number) {
        return others.stream()
                .filter(other -> host.number(other) == number)
                .map(Address::toString)
                .findFirst()
                .orElse("self");
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets.length > 64 ? Arrays.copyOf(octets, 64) : octets);
    }
}
