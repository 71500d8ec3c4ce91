// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.format.v1.RegisteredAccount;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What administrators ask of the sources, and of what is kept of them.
public final class SourceAdministration {
    private final List<Attached> attached;
    private final Register register;
    private final ForeignGroups groups;
    private final JoinedConfig config;
    private final BuiltInDirectory builtIn;

    SourceAdministration(
            BuiltInDirectory builtIn,
            List<Attached> attached,
            Register register,
            ForeignGroups groups,
            JoinedConfig config) {
        this.builtIn = builtIn;
        this.attached = attached;
        this.register = register;
        this.groups = groups;
        this.config = config;
    }

    /// How a source does.
    ///
    /// @param trouble why it is not asked for now
    /// @param remembered answers at the moment
    /// @param hits questions answered from memory
    /// @param stale those answered from memory because the source did not answer
    public record Status(
            String name,
            List<Domain> domains,
            List<String> health,
            Optional<String> trouble,
            long remembered,
            long hits,
            long asked,
            long failures,
            long stale) {}

    /// In the order of the settings.
    public List<Status> status() {
        return attached.stream().map(SourceAdministration::status).toList();
    }

    /// Of one that the settings have.
    public Status status(String name) {
        return attached.stream()
                .filter(each -> each.source().name().equals(name))
                .map(SourceAdministration::status)
                .findFirst()
                .orElseThrow();
    }

    private static Status status(Attached each) {
        Questions questions = each.questions();
        return new Status(
                each.source().name(),
                each.terms().domains().stream().sorted().toList(),
                each.source().health(),
                questions.trouble().or(each.passwords()::trouble).or(each.groups()::trouble),
                questions.size(),
                questions.hits.sum(),
                questions.asks.sum(),
                questions.failures.sum(),
                questions.stale.sum());
    }

    /// Empty for a name that the settings do not have.
    public Optional<List<CheckStep>> check(String name, Optional<Address> address) {
        return attached.stream()
                .filter(each -> each.source().name().equals(name))
                .findFirst()
                .map(each -> each.source().check(address.map(Address::lookupForm)));
    }

    /// Who knows an address, asked anew.
    ///
    /// @param directory the source's name; empty for the built-in one
    /// @param number of its account here, if it has one already
    public record Finding(
            String directory, Address address, SourceAnswer answer, Optional<AccountId> number) {}

    /// Empty when the domain is the built-in directory's alone.
    public Optional<Finding> find(Address given) {
        Address address =
                new Address(given.localPart(), builtIn.realDomain(given.domain())).lookupForm();
        return attached.stream()
                .filter(each -> each.terms().domains().contains(address.domain()))
                .findFirst()
                .map(each -> {
                    SourceAnswer answer = each.source().find(address);
                    return new Finding(
                            each.source().name(),
                            address,
                            answer,
                            answer instanceof SourceAnswer.Known(var account)
                                    ? register.number(each.source().name(), account.key())
                                    : Optional.empty());
                });
    }

    /// Forgets what is remembered of answers and passwords; numbers stay.
    ///
    /// @param name of one source; empty for all
    /// @return how many
    public int flush(String name) {
        List<Attached> flushed =
                attached.stream()
                        .filter(each -> name.isEmpty() || each.source().name().equals(name))
                        .toList();
        flushed.forEach(each -> {
            each.questions().flush();
            groups.flush(each);
            each.passwords().changed();
        });
        return flushed.size();
    }

    /// An account with a number here that its source has no more.
    ///
    /// @param reason one sentence
    public record Forgotten(Account account, String source, String reason) {}

    /// Reads all accounts of all sources.
    public List<Forgotten> forgotten() {
        List<RegisteredAccount> registered = register.accounts(_ -> true);
        List<Forgotten> forgotten = new ArrayList<>();
        for (Attached each : attached) {
            Set<String> keys = new HashSet<>();
            each.source()
                    .list(page -> {
                        page.stream().map(SourceAccount::key).forEach(keys::add);
                        return true;
                    });
            registered.stream()
                    .filter(account -> account.source().equals(each.source().name()))
                    .filter(account -> !keys.contains(account.known().key()))
                    .map(account -> forgotten(account, "its directory has it no more"))
                    .forEach(forgotten::add);
        }
        Set<String> names = names();
        registered.stream()
                .filter(account -> !names.contains(account.source()))
                .map(account -> forgotten(account, "its directory is not in the settings"))
                .forEach(forgotten::add);
        return forgotten;
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        attached.forEach(each -> names.add(each.source().name()));
        return names;
    }

    private Forgotten forgotten(RegisteredAccount account, String reason) {
        return new Forgotten(config.account(account), account.source(), reason);
    }

    /// Removes what is kept of a forgotten account; its mailboxes are for whoever calls.
    ///
    /// @return the account; empty for one that is not forgotten
    public Optional<Account> forget(AccountId id) {
        return Stream.of(forgotten())
                .flatMap(List::stream)
                .filter(each -> each.account().id().equals(id))
                .findFirst()
                .flatMap(_ -> register.account(id))
                .map(account -> {
                    register.remove(account);
                    return config.account(account);
                });
    }
}
