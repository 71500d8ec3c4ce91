// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.DirectorySource;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.SourceChange;
import org.pabal.directory.source.SourceGroup;
import org.pabal.directory.source.SourceMembers;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// A source in memory that can be down, slow, and changed behind everybody's back.
final class FakeSource implements DirectorySource {
    private final ConcurrentMap<Address, SourceAnswer> names = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, String> passwords = new ConcurrentHashMap<>();
    final ConcurrentMap<String, SourceMembers> groups = new ConcurrentHashMap<>();
    final AtomicInteger memberQuestions = new AtomicInteger();
    final AtomicInteger finds = new AtomicInteger();
    final AtomicInteger verifications = new AtomicInteger();
    final List<Optional<String>> oldPasswords = new ArrayList<>();
    volatile boolean down;
    volatile boolean versions;
    volatile boolean closed;
    volatile Optional<String> broken = Optional.empty();

    /// Runs in the middle of each question.
    volatile Runnable meanwhile = () -> {};

    SourceAccount put(String key, String address, String password) {
        SourceAccount account = SourceAccount.user(key, Address.of(address), "");
        put(account);
        passwords.put(key, password);
        return account;
    }

    void put(SourceAccount account) {
        names.put(account.address(), new SourceAnswer.Known(account));
    }

    void alias(String address, String target) {
        names.put(address(address), new SourceAnswer.Alias(List.of(Address.of(target))));
    }

    void secondName(String address, SourceAccount account) {
        names.put(address(address), new SourceAnswer.Known(account));
    }

    void remove(String address) {
        names.remove(address(address));
    }

    private static Address address(String text) {
        return text.startsWith("@")
                ? new Address("", Address.of("x" + text).domain())
                : Address.of(text);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public SourceAnswer find(Address address) {
        finds.incrementAndGet();
        SourceAnswer answer = names.getOrDefault(address, new SourceAnswer.Unknown());
        meanwhile.run();
        answerable();
        if (broken.equals(Optional.of(address.localPart()))) {
            throw new UnusableEntryException("two entries");
        }
        return answer;
    }

    private void answerable() {
        if (down) {
            throw new UnavailableException("the fake is down");
        }
    }

    @Override
    public boolean verify(Optional<SourceAccount> account, String password) {
        verifications.incrementAndGet();
        meanwhile.run();
        answerable();
        return account.map(known -> passwords.get(known.key()))
                .filter(password::equals)
                .isPresent();
    }

    @Override
    public Optional<String> passwordVersion(SourceAccount account) {
        return versions ? Optional.ofNullable(passwords.get(account.key())) : Optional.empty();
    }

    @Override
    public void list(Predicate<List<SourceAccount>> more) {
        answerable();
        Map<String, SourceAccount> accounts = new TreeMap<>();
        for (SourceAnswer answer : names.values()) {
            if (answer instanceof SourceAnswer.Known(var account)) {
                accounts.put(account.key(), account);
            }
        }
        boolean _ = more.test(List.copyOf(accounts.values()));
    }

    /// Who belongs to a group.
    void group(String key, String name, String... keys) {
        groups.put(
                key,
                new SourceMembers(
                        new SourceGroup(key, Address.of(name), true), Set.of(keys), Set.of()));
    }

    @Override
    public Optional<SourceGroup> findGroup(Address name) {
        answerable();
        return groups.values().stream()
                .map(SourceMembers::group)
                .filter(each -> each.address().equals(name))
                .findFirst();
    }

    @Override
    public Optional<SourceGroup> group(String key, Address name) {
        answerable();
        return Optional.ofNullable(groups.get(key)).map(SourceMembers::group);
    }

    @Override
    public void listGroups(Predicate<List<SourceGroup>> more) {
        answerable();
        boolean _ = more.test(groups.values().stream().map(SourceMembers::group).toList());
    }

    @Override
    public Optional<SourceMembers> members(String key, Address name) {
        memberQuestions.incrementAndGet();
        answerable();
        if (broken.equals(Optional.of(key))) {
            throw new UnusableEntryException("too many members");
        }
        return Optional.ofNullable(groups.get(key));
    }

    @Override
    public SourceChange changePassword(
            SourceAccount account, Optional<String> oldPassword, String newPassword) {
        answerable();
        oldPasswords.add(oldPassword);
        if (newPassword.contains("refuse")) {
            return new SourceChange.Refused("constraint violation: too simple");
        }
        if (!newPassword.contains("lose")) {
            passwords.put(account.key(), newPassword);
        }
        return new SourceChange.Done();
    }

    @Override
    public SourceChange changeHost(SourceAccount account, Optional<String> host) {
        put(account.withHost(host));
        return new SourceChange.Done();
    }

    @Override
    public List<String> health() {
        return List.of(down ? "down" : "up");
    }

    @Override
    public List<CheckStep> check(Optional<Address> address) {
        return List.of(CheckStep.passed("fake", "is there"));
    }

    @Override
    public void close() {
        closed = true;
    }
}
