// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.directory.Subaddress;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.testing.FakeStorage;

/// A joined directory: example.org is here, example.net is the fake source's.
final class JoinedStage implements AutoCloseable {
    static final String PASSWORD = "correct horse";
    static final Domain FOREIGN = Domain.of("example.net");
    static final LoginContext ANYWHERE = LoginContext.ANYWHERE;

    final FakeStorage storage = new FakeStorage();
    final FakeSource source = new FakeSource();
    final AtomicLong nanos = new AtomicLong();
    final List<AccountId> told = new ArrayList<>();
    private final Terms terms;
    private final boolean offersScram;
    JoinedDirectory directory;

    JoinedStage() {
        this(terms(Duration.ZERO), false);
    }

    JoinedStage(Terms terms, boolean offersScram) {
        this.terms = terms;
        this.offersScram = offersScram;
        this.directory = open();
        done(directory.addDomain(Domain.of("example.org")));
    }

    static Terms terms(Duration rememberLogins) {
        return new Terms(
                Set.of(FOREIGN),
                Duration.ofMinutes(1),
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                1_000,
                4,
                rememberLogins,
                Optional.empty());
    }

    private JoinedDirectory open() {
        DirectoryConfig config =
                DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096)
                        .withForeignDomains(Set.of(FOREIGN));
        JoinedDirectory opened =
                new JoinedDirectory(
                        new BuiltInDirectory(
                                storage, config, new SecureRandom(), InstantSource.system()),
                        List.of(new Attachment(source, terms)),
                        new JoinedConfig(Subaddress.PLUS, offersScram, "here"::equals),
                        storage,
                        new SecureRandom(),
                        nanos::get);
        opened.whenLoginChanges(told::add);
        return opened;
    }

    /// As after a crash: only what is durable is known.
    void restart() {
        directory.close();
        directory = open();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    void addHere(String address) {
        done(
                directory.addAccount(
                        new NewAccount(
                                Address.of(address),
                                PASSWORD,
                                "",
                                Language.ENGLISH,
                                OptionalLong.empty())));
    }

    Account local(String address) {
        return switch (directory.resolve(Address.of(address))) {
            case Resolution.Local(var account) -> account;
            case Resolution other -> throw new AssertionError(address + " is " + other);
        };
    }

    Resolution resolve(String address) {
        return directory.resolve(Address.of(address));
    }

    boolean logIn(String login, String password) {
        return directory.credentials(ANYWHERE).verify(login, password);
    }

    static void done(Outcome outcome) {
        if (outcome instanceof Outcome.Refused(var reason)) {
            throw new AssertionError(reason);
        }
    }

    static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> throw new AssertionError("was not refused");
            case Outcome.Refused(var reason) -> reason;
        };
    }

    @Override
    public void close() {
        directory.close();
        storage.close();
    }
}
