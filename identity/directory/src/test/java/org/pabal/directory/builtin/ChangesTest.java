// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.directory.builtin.Directories.account;
import static org.pabal.directory.builtin.Directories.done;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Resolution;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;

/// Changes: against a model, over restarts, from many threads, from two processes.
class ChangesTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d+x");
    private static final List<String> DOMAINS = List.of("example.org", "example.net");

    @Test
    void quotasAreChangedAndLast() {
        FakeStorage storage = new FakeStorage();
        BuiltInDirectory directory = Directories.with(storage, "a@example.org");
        Address address = Address.of("a@example.org");
        done(directory.setQuota(address, OptionalLong.of(5_000), OptionalLong.of(7)));
        assertThat(directory.setQuota(address, OptionalLong.of(0), OptionalLong.empty()))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(directory.setQuota(Address.of("b@example.org"), none(), none()))
                .isInstanceOf(Outcome.Refused.class);
        for (int round = 0; round < 2; round++) {
            Account account = directory.accounts().getFirst();
            assertThat(account.quotaOctets()).hasValue(5_000);
            assertThat(account.quotaMessages()).hasValue(7);
            directory = Directories.open(storage);
        }
        done(directory.setQuota(address, none(), none()));
        assertThat(directory.accounts().getFirst().quotaMessages()).isEmpty();
    }

    private static OptionalLong none() {
        return OptionalLong.empty();
    }

    @Test
    void randomChangesLeaveWhatAModelSays() {
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            FakeStorage storage = new FakeStorage();
            BuiltInDirectory directory = Directories.open(storage);
            Map<String, Long> accounts = new TreeMap<>();
            Map<String, List<Address>> aliases = new TreeMap<>();
            List<String> domains = new ArrayList<>();
            long nextId = 1;
            for (int step = 0; step < 120; step++) {
                String domain = DOMAINS.get(random.nextInt(2));
                String name = NAMES.get(random.nextInt(4)) + "@" + domain;
                Address address = Address.of(name);
                boolean free = !accounts.containsKey(name) && !aliases.containsKey(name);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        boolean expected = !domains.contains(domain);
                        assertThat(isDone(directory.addDomain(Domain.of(domain))))
                                .isEqualTo(expected);
                        if (expected) {
                            domains.add(domain);
                        }
                    }
                    case 1 -> {
                        String end = "@" + domain;
                        boolean expected =
                                domains.contains(domain)
                                        && accounts.keySet().stream()
                                                .noneMatch(k -> k.endsWith(end))
                                        && aliases.keySet().stream()
                                                .noneMatch(k -> k.endsWith(end));
                        assertThat(isDone(directory.removeDomain(Domain.of(domain))))
                                .isEqualTo(expected);
                        if (expected) {
                            domains.remove(domain);
                        }
                    }
                    case 2 -> {
                        boolean expected = domains.contains(domain) && free;
                        assertThat(isDone(directory.addAccount(account(name)))).isEqualTo(expected);
                        if (expected) {
                            accounts.put(name, nextId++);
                        }
                    }
                    case 3 ->
                            assertThat(isDone(directory.removeAccount(address)))
                                    .isEqualTo(accounts.remove(name) != null);
                    case 4 -> {
                        List<Address> targets = List.of(Address.of("x" + step + "@example.com"));
                        boolean expected = domains.contains(domain) && free;
                        assertThat(isDone(directory.addAlias(new Alias(address, targets))))
                                .isEqualTo(expected);
                        if (expected) {
                            aliases.put(name, targets);
                        }
                    }
                    default ->
                            assertThat(isDone(directory.removeAlias(address)))
                                    .isEqualTo(aliases.remove(name) != null);
                }
                if (random.nextInt(20) == 0) {
                    directory.close();
                    storage = storage.reopened();
                    directory = Directories.open(storage);
                }
                assertSame(
                        directory, domains, accounts, aliases, "seed " + seed + ", step " + step);
            }
            directory.close();
            storage.close();
        }
    }

    private static boolean isDone(Outcome outcome) {
        return outcome instanceof Outcome.Done;
    }

    private static void assertSame(
            BuiltInDirectory directory,
            List<String> domains,
            Map<String, Long> accounts,
            Map<String, List<Address>> aliases,
            String when) {
        assertThat(directory.domains())
                .as(when)
                .containsExactlyInAnyOrderElementsOf(domains.stream().map(Domain::of).toList());
        Map<String, Long> seen = new TreeMap<>();
        for (Account account : directory.accounts()) {
            seen.put(account.address().toString(), account.id().value());
            assertThat(directory.account(account.id())).contains(account);
            assertThat(directory.resolve(account.address()))
                    .isEqualTo(new Resolution.Local(account));
        }
        assertThat(seen).as(when).isEqualTo(accounts);
        Map<String, List<Address>> seenAliases = new TreeMap<>();
        directory.aliases().forEach(a -> seenAliases.put(a.address().toString(), a.targets()));
        assertThat(seenAliases).as(when).isEqualTo(aliases);
    }

    @Test
    void manyThreadsChangeOneDirectory() throws Exception {
        try (FakeStorage storage = new FakeStorage();
                BuiltInDirectory directory = Directories.with(storage);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String name = "user" + i / 2 + "@example.org"; // each twice
                results.add(threads.submit(() -> isDone(directory.addAccount(account(name)))));
            }
            int added = 0;
            for (Future<Boolean> result : results) {
                added += result.get() ? 1 : 0;
            }
            assertThat(added).isEqualTo(30);
            assertThat(directory.accounts().stream().map(Account::id).distinct()).hasSize(30);
            try (BuiltInDirectory again = Directories.open(storage)) {
                assertThat(again.accounts()).isEqualTo(directory.accounts());
            }
        }
    }

    @Test
    void twoProcessesOnOneStoreDoNotOverwriteEachOther() {
        try (FakeStorage storage = new FakeStorage();
                BuiltInDirectory one = Directories.with(storage);
                BuiltInDirectory other = Directories.open(storage)) {
            done(one.addAccount(account("a@example.org")));
            done(other.addAccount(account("b@example.org")));
            done(one.addAccount(account("c@example.org")));
            assertThat(one.accounts().stream().map(a -> a.address() + "=" + a.id()))
                    .containsExactly("a@example.org=1", "b@example.org=2", "c@example.org=3");
            assertThat(isDone(other.addAccount(account("c@example.org")))).isFalse();
            assertThat(other.accounts()).isEqualTo(one.accounts());
        }
    }

    @Test
    void aChangeThatIsNotDurableIsNotSeen() {
        try (FakeStorage storage = new FakeStorage();
                BuiltInDirectory directory = Directories.with(storage)) {
            storage.failNextCommits(1, new StorageException.Unavailable("disk is away"));
            assertThatThrownBy(() -> directory.addAccount(account("a@example.org")))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("disk is away");
            assertThat(directory.accounts()).isEmpty();
            done(directory.addAccount(account("a@example.org")));
            assertThat(directory.accounts()).hasSize(1);
        }
    }
}
