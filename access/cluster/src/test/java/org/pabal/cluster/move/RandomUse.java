// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.Account;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Filing;
import org.pabal.mailbox.FilingOutcome;
import org.pabal.mailbox.FlagChange;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.mailbox.MessageIntake;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.UidSet;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;

/// What people and mail do with an account, by chance, and what was promised to them.
final class RandomUse {
    private final Address address;
    private final List<Address> others;
    private final Random random;
    private final String name;
    private int count;

    /// Filed, as far as was said; and what nobody knows of, with its key.
    private final Set<String> filed = new HashSet<>();

    private final Map<String, String> unsure = new HashMap<>();

    private final Fates fates;

    /// Of all who use the account: expunged, as far as was said; and what may be.
    record Fates(Set<String> expunged, Set<String> perhapsExpunged) {
        Fates() {
            this(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
        }
    }

    private final Map<String, Set<Long>> uids = new HashMap<>();

    RandomUse(String name, Address address, List<Address> others, long seed) {
        this(name, address, others, seed, new Fates());
    }

    RandomUse(String name, Address address, List<Address> others, long seed, Fates fates) {
        this.fates = fates;
        this.name = name;
        this.address = address;
        this.others = others;
        this.random = new Random(seed);
    }

    int filed() {
        return filed.size();
    }

    /// Does something; what is refused for now is as if it had never been.
    void once(TestHost host) {
        Account account = host.account(address);
        try {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3, 4 -> deliver(host, account, subject());
                case 5, 6 -> flag(host.mailboxes.open(account));
                case 7 -> expunge(host.mailboxes.open(account));
                case 8 -> names(host.mailboxes.open(account));
                case 9 -> share(host, account);
                case 10 -> script(host, account);
                case 11 -> seen(host, account);
                case 12 -> annotate(host, account);
                default -> copy(host.mailboxes.open(account));
            }
        } catch (UnavailableException later) {
            // said to be temporary: nothing was promised
        }
    }

    private String subject() {
        return name + "-" + count++;
    }

    private void deliver(TestHost host, Account account, String subject) {
        String key = "key of " + subject;
        unsure.put(subject, key);
        deliver(host, account, subject, key);
    }

    private void deliver(TestHost host, Account account, String subject, String key) {
        Filing filing =
                new Filing(
                        account,
                        MailboxName.of(random.nextInt(3) == 0 ? "Archive" : "INBOX"),
                        staged(host, subject),
                        random.nextBoolean() ? Flags.NONE : Flags.of("\\Seen"),
                        Instant.ofEpochSecond(1_700_000_000L + count),
                        key);
        if (host.mailboxes.file(List.of(filing), List.of())
                instanceof FilingOutcome.Filed(var at)) {
            filed.add(subject);
            unsure.remove(subject);
            uids.computeIfAbsent(
                            at.getFirst().mailboxId() + "/" + at.getFirst().uidValidity(),
                            _ -> new HashSet<>())
                    .add(at.getFirst().uid());
        }
    }

    /// Every mail whose fate is unknown comes again, as its sender's queue would send it.
    void deliverAgain(TestHost host) {
        Map.copyOf(unsure)
                .forEach((subject, key) -> deliver(host, host.account(address), subject, key));
    }

    private StagedMessage staged(TestHost host, String subject) {
        StringBuilder text =
                new StringBuilder("From: a@example.org\r\nSubject: " + subject + "\r\n\r\n");
        int size = random.nextInt(20) == 0 ? 200_000 : random.nextInt(3_000);
        while (text.length() < size) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        byte[] octets = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] top = "Received: here\r\n".getBytes(StandardCharsets.ISO_8859_1);
        try (MessageIntake intake = host.mailboxes.newMessage()) {
            intake.write(octets, 0, octets.length);
            return random.nextBoolean() ? intake.finish() : intake.finish(top);
        }
    }

    private Optional<MailboxSnapshot> any(AccountMailboxes mailboxes) {
        List<MailboxInfo> all = mailboxes.list();
        return mailboxes
                .snapshot(all.get(random.nextInt(Math.min(3, all.size()))).id())
                .filter(snapshot -> snapshot.count() > 0);
    }

    private UidSet some(MailboxSnapshot all) {
        int first = random.nextInt(all.count());
        int last = Math.min(all.count() - 1, first + random.nextInt(3));
        return UidSet.ofRanges(List.of(new UidSet.Range(all.uid(first), all.uid(last))));
    }

    private void flag(AccountMailboxes mailboxes) {
        any(mailboxes)
                .ifPresent(all ->
                        mailboxes.store(
                                all.mailbox(),
                                some(all),
                                new FlagChange(
                                        random.nextBoolean()
                                                ? FlagChange.Mode.ADD
                                                : FlagChange.Mode.REMOVE,
                                        Flags.of("\\Seen", "$Key" + random.nextInt(5))),
                                OptionalLong.empty()));
    }

    private void expunge(AccountMailboxes mailboxes) {
        any(mailboxes)
                .ifPresent(all -> {
                    int index = random.nextInt(all.count());
                    String subject = subject(mailboxes, all.email(index));
                    fates.perhapsExpunged().add(subject);
                    mailboxes.remove(all.mailbox(), UidSet.of(all.uid(index)));
                    fates.expunged().add(subject);
                });
    }

    private static String subject(AccountMailboxes mailboxes, EmailId email) {
        return mailboxes
                .messages(List.of(email))
                .getFirst()
                .text(StoredMessage.Text.SUBJECT)
                .toString();
    }

    private void names(AccountMailboxes mailboxes) {
        MailboxName one = MailboxName.of("Box " + random.nextInt(4));
        switch (random.nextInt(4)) {
            case 0 -> mailboxes.create(one, Optional.empty());
            case 1 -> mailboxes.rename(one, MailboxName.of("Box " + random.nextInt(8)));
            case 2 -> mailboxes.subscribe(one);
            default -> mailboxes.unsubscribe(one);
        }
    }

    private void share(TestHost host, Account account) {
        AccountMailboxes mailboxes = host.mailboxes.open(account);
        Grantee grantee =
                random.nextInt(4) == 0
                        ? new Grantee.Anyone()
                        : new Grantee.Account(other(host).id());
        MailboxInfo mailbox = mailboxes.list().getFirst();
        Rights rights = random.nextInt(3) == 0 ? Rights.NONE : Rights.of("lrs");
        mailboxes.changeAcl(mailbox.id(), acl -> acl.giving(grantee, rights));
        mailboxes.subscribe(
                new MailboxName("../" + other(host).id() + "/Shared " + random.nextInt(3)));
    }

    private Account other(TestHost host) {
        return host.account(others.get(random.nextInt(others.size())));
    }

    private void seen(TestHost host, Account account) {
        AccountMailboxes mailboxes = host.mailboxes.open(account, other(host));
        any(mailboxes)
                .ifPresent(all ->
                        mailboxes.store(
                                all.mailbox(),
                                some(all),
                                new FlagChange(FlagChange.Mode.ADD, Flags.of("\\Seen")),
                                OptionalLong.empty()));
    }

    private void annotate(TestHost host, Account account) {
        AccountMailboxes mailboxes =
                random.nextBoolean()
                        ? host.mailboxes.open(account)
                        : host.mailboxes.open(account, other(host));
        MailboxName inbox = MailboxName.INBOX;
        mailboxes.setMetadata(
                random.nextBoolean()
                        ? Optional.empty()
                        : mailboxes.find(inbox).map(MailboxInfo::id),
                Map.of(
                        MetadataName.of(random.nextBoolean() ? "/shared/note" : "/private/note"),
                        random.nextInt(4) == 0
                                ? Optional.empty()
                                : Optional.of(("note " + count).getBytes(StandardCharsets.UTF_8))));
    }

    private void script(TestHost host, Account account) {
        byte[] key = ("STscript " + random.nextInt(4)).getBytes(StandardCharsets.UTF_8);
        byte[] value = ("keep; # " + random.nextLong()).getBytes(StandardCharsets.UTF_8);
        Change change =
                random.nextInt(3) == 0 ? new Change.Delete(key) : new Change.Put(key, value);
        host.mailboxes.file(
                List.of(),
                List.of(SpaceChanges.of(Space.account(account.id().value()), List.of(change))));
    }

    private void copy(AccountMailboxes mailboxes) {
        // moved, not copied: each subject is to be found once
        Optional<MailboxInfo> to = mailboxes.find(MailboxName.of("Sent"));
        if (to.isPresent()) {
            any(mailboxes)
                    .filter(all -> !all.mailbox().equals(to.get().id()))
                    .ifPresent(all -> mailboxes.move(all.mailbox(), some(all), to.get().id()));
        }
    }

    /// What is wrong with the account as it is in the end.
    List<String> broken(TestHost host) {
        List<String> findings = new ArrayList<>();
        Map<String, Integer> found = new HashMap<>();
        AccountMailboxes mailboxes = host.mailboxes.open(host.account(address));
        for (MailboxInfo mailbox : mailboxes.list()) {
            mailboxes
                    .snapshot(mailbox.id())
                    .ifPresent(all -> {
                        for (int i = 0; i < all.count(); i++) {
                            found.merge(subject(mailboxes, all.email(i)), 1, Integer::sum);
                        }
                    });
        }
        found.forEach((subject, times) -> {
            if (times > 1) {
                findings.add(subject + " is there " + times + " times");
            }
            if (fates.expunged().contains(subject)) {
                findings.add(subject + " was expunged and is there");
            }
        });
        for (String subject : filed) {
            if (!found.containsKey(subject) && !fates.perhapsExpunged().contains(subject)) {
                findings.add(subject + " is lost");
            }
        }
        return findings;
    }
}
