// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.pabal.cluster.HostAnswer;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Directory;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.Credentials;
import org.pabal.storage.Storage;

/// One of two hosts in a test: a store, what stands over it, and a directory that gives accounts numbers
/// of its own. It may die and come back.
final class TestHost implements AutoCloseable {
    static final MoveConfig CONFIG =
            new MoveConfig(1, 0, Duration.ZERO, Duration.ofMinutes(1), Duration.ofHours(1));

    final String name;
    final Faults faults;
    private final UnaryOperator<Storage> reopening;
    private final long firstNumber;
    private final Map<Address, String> hosts;
    private final InstantSource clock;
    private final Map<Long, Address> addresses = new HashMap<>();
    private Storage lasting;
    FaultyStorage storage;
    StoredMailboxes mailboxes;
    Moves moves;
    TestHost other;
    MoveConfig config = CONFIG;
    volatile boolean ended;
    final FakeAliases aliases = new FakeAliases();

    /// @param hosts which host holds an account: what the directory says everywhere
    /// @param reopening closes a store and opens it again
    TestHost(
            String name,
            Storage lasting,
            UnaryOperator<Storage> reopening,
            long firstNumber,
            Map<Address, String> hosts,
            InstantSource clock,
            Faults faults) {
        this.name = name;
        this.lasting = lasting;
        this.reopening = reopening;
        this.firstNumber = firstNumber;
        this.hosts = hosts;
        this.clock = clock;
        this.faults = faults;
    }

    private final Set<Address> groups = ConcurrentHashMap.newKeySet();

    void open() {
        storage = new FaultyStorage(lasting, faults);
        mailboxes = new StoredMailboxes(storage, clock, MailboxConfig.defaults());
        moves =
                new Moves(
                        new Moves.Host(
                                storage,
                                mailboxes.doors(),
                                new TestDirectory(),
                                aliases,
                                this::switched,
                                clock,
                                System::nanoTime),
                        this::connect,
                        (host, move) -> other.moves.state(move),
                        config,
                        UUID::randomUUID);
    }

    private void switched(Address address, String host) {
        hosts.put(address, host);
        ended = true;
    }

    private MoveTarget connect(String host) {
        return new FaultyTarget(
                () ->
                        new LinkedTarget(
                                new PipedConnection(
                                        name,
                                        host,
                                        new MoveOperations(
                                                        other.moves,
                                                        (address, to, peer) -> HostAnswer.DONE)
                                                .all())),
                faults);
    }

    /// Dies now: nothing that is not durable is there any more.
    void kill() {
        storage.die();
        StoredMailboxes killed = mailboxes;
        lasting = reopening.apply(lasting);
        killed.close();
        open();
    }

    Storage lasting() {
        return lasting;
    }

    Account account(Address address) {
        return account(number(address), address);
    }

    private Account account(long number, Address address) {
        String host = hosts.getOrDefault(address, name);
        return new Account(
                        new AccountId(number),
                        address,
                        "",
                        Language.ENGLISH,
                        OptionalLong.empty(),
                        true)
                .withHost(host.equals(name) ? Optional.empty() : Optional.of(host));
    }

    long number(Address address) {
        for (Map.Entry<Long, Address> each : addresses.entrySet()) {
            if (each.getValue().equals(address)) {
                return each.getKey();
            }
        }
        throw new IllegalArgumentException(address.toString());
    }

    TestHost with(Address... known) {
        for (Address address : known) {
            addresses.put(firstNumber + addresses.size(), address);
        }
        return this;
    }

    @Override
    public void close() {
        moves.close();
        mailboxes.close();
        storage.close();
    }

    /// From now on an address is a group's, without members.
    void becomesGroup(Address address) {
        groups.add(address);
    }

    GroupId group(Address address) {
        return new GroupId(number(address));
    }

    private boolean isGroup(long number) {
        return addresses.containsKey(number) && groups.contains(addresses.get(number));
    }

    private final class TestDirectory implements Directory {
        @Override
        public Groups groups() {
            return new TestGroups();
        }

        @Override
        public Resolution resolve(Address address) {
            if (groups.contains(address)) {
                return new Resolution.Alias(List.of());
            }
            return addresses.containsValue(address)
                    ? new Resolution.Local(TestHost.this.account(address))
                    : new Resolution.Unknown();
        }

        @Override
        public Optional<Account> account(AccountId id) {
            return Optional.ofNullable(addresses.get(id.value()))
                    .filter(_ -> !isGroup(id.value()))
                    .map(address -> TestHost.this.account(id.value(), address));
        }

        @Override
        public boolean isLocal(Domain domain) {
            return true;
        }

        @Override
        public List<Domain> domains() {
            return List.of();
        }

        @Override
        public Optional<Account> findByLogin(String login, LoginContext context) {
            return Optional.empty();
        }

        @Override
        public Credentials credentials(LoginContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean owns(AccountId account, Address address) {
            return false;
        }
    }

    private final class TestGroups implements Groups {
        @Override
        public List<Group> all() {
            return groups.stream().map(each -> new Group(group(each), each)).toList();
        }

        @Override
        public Optional<Group> find(GroupId id) {
            return all().stream().filter(each -> each.id().equals(id)).findFirst();
        }

        @Override
        public Optional<Group> find(Address address) {
            return all().stream().filter(each -> each.address().equals(address)).findFirst();
        }

        @Override
        public Optional<Group> findByName(String groupName, LoginContext context) {
            return Optional.empty();
        }

        @Override
        public Set<AccountId> members(GroupId id) {
            return Set.of();
        }

        @Override
        public void whenChanged(Runnable told) {
            // nobody listens here
        }
    }
}
