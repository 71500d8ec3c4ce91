// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Resolution;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.format.v1.RegisteredAccount;
import org.pabal.directory.source.SourceAccount;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What an address of a source's domain is. In this order:
///
/// 1. the address as it stands, then without its detail, the longest name first (RFC 5233): each an
///    entry of the built-in directory, else of the source;
/// 2. the alias of every address that is not there: of the built-in directory, else of the source;
/// 3. `postmaster` and `abuse`: whom the settings name, else the first account (RFC 5321 §4.5.1).
final class ForeignNames {
    private static final Resolution UNKNOWN = new Resolution.Unknown();
    private static final String EVERY_OTHER = "";

    private final BuiltInDirectory builtIn;
    private final Register register;
    private final JoinedConfig config;

    /// The first account of each domain, by source; found by reading all.
    private final Cache<String, Map<Domain, AccountId>> eldest;

    ForeignNames(BuiltInDirectory builtIn, Register register, JoinedConfig config, Ticker ticker) {
        this.builtIn = builtIn;
        this.register = register;
        this.config = config;
        this.eldest =
                Caffeine.newBuilder()
                        .maximumSize(1_000)
                        .expireAfterWrite(Duration.ofMinutes(1))
                        .ticker(ticker)
                        .executor(Runnable::run)
                        .build();
    }

    /// @param address in lookup form
    Resolution resolve(Attached source, Address address) {
        Optional<Resolution> exact = entry(source, address);
        if (exact.isPresent()) {
            return exact.get();
        }
        List<Address> bases = config.subaddress().bases(address);
        for (Address base : bases) {
            Optional<Resolution> withoutDetail = entry(source, base);
            if (withoutDetail.isPresent()) {
                return withoutDetail.get();
            }
        }
        return entry(source, new Address(EVERY_OTHER, address.domain()))
                .or(() ->
                        isRole(address) || bases.stream().anyMatch(ForeignNames::isRole)
                                ? role(source, address.domain())
                                : Optional.empty())
                .orElse(UNKNOWN);
    }

    private Optional<Resolution> entry(Attached source, Address address) {
        Optional<Resolution> here = builtIn.entry(address);
        return here.isPresent()
                ? here
                : switch (source.questions().find(address)) {
                    case Questions.Answer.Person(var id) -> resolution(id);
                    case Questions.Answer.Alias(var targets) ->
                            Optional.of(new Resolution.Alias(targets));
                    case Questions.Answer.Unknown _ -> Optional.empty();
                };
    }

    private Optional<Resolution> resolution(AccountId id) {
        return register.account(id)
                .map(config::account)
                .map(account ->
                        account.enabled()
                                ? new Resolution.Local(account)
                                : new Resolution.Disabled(account));
    }

    /// RFC 5321 §4.5.1 and RFC 2142 §4.
    private static boolean isRole(Address address) {
        return address.localPart().equals("postmaster") || address.localPart().equals("abuse");
    }

    private Optional<Resolution> role(Attached source, Domain domain) {
        Optional<Address> named = source.terms().postmaster().filter(to -> !isRoleOf(to, domain));
        return named.isPresent()
                ? Optional.of(new Resolution.Alias(List.of(named.get())))
                : eldest(source, domain).flatMap(this::resolution);
    }

    private static boolean isRoleOf(Address address, Domain domain) {
        return isRole(address.lookupForm()) && address.domain().equals(domain);
    }

    private Optional<AccountId> eldest(Attached source, Domain domain) {
        String name = source.source().name();
        Map<Domain, AccountId> known = eldest.get(name, this::eldestOfEach);
        if (known.containsKey(domain)) {
            return Optional.of(known.get(domain));
        }
        Optional<SourceAccount> first = firstListed(source, domain);
        eldest.invalidate(name);
        return first.map(account -> register.seen(name, account).id());
    }

    private Map<Domain, AccountId> eldestOfEach(String source) {
        Map<Domain, AccountId> found = new HashMap<>();
        register.accounts(account -> account.source().equals(source) && account.known().enabled())
                .forEach(a -> found.putIfAbsent(a.known().address().domain(), a.id()));
        return found;
    }

    private static Optional<SourceAccount> firstListed(Attached source, Domain domain) {
        List<SourceAccount> found = new ArrayList<>();
        source.questions()
                .ask(() -> {
                    source.source()
                            .list(page -> {
                                page.stream()
                                        .filter(SourceAccount::enabled)
                                        .filter(each -> each.address().domain().equals(domain))
                                        .findFirst()
                                        .ifPresent(found::add);
                                return found.isEmpty();
                            });
                    return found;
                });
        return found.stream().findFirst();
    }

    /// The account that the source finds by this address, its primary or another.
    ///
    /// @param address in lookup form, of a domain of the source
    Optional<Account> account(Attached source, Address address) {
        return source.questions().find(address) instanceof Questions.Answer.Person(var id)
                ? register.account(id).map(config::account)
                : Optional.empty();
    }

    /// The last account that had the address, whether or not there still is its source.
    ///
    /// @param address in lookup form
    Optional<RegisteredAccount> forgotten(Address address) {
        return register.accounts(account -> account.known().address().equals(address)).stream()
                .max(Comparator.comparingLong(account -> account.id().value()));
    }
}
