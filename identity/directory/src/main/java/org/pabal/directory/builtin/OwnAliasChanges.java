// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliases;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// People make addresses, change them and give them up.
record OwnAliasChanges(
        DirectoryChanges changes, InstantSource clock, Terms terms, Elsewhere elsewhere)
        implements OwnAliases {
    private static final Logger LOG = LoggerFactory.getLogger(OwnAliasChanges.class);

    /// So many times as many as may be in use may have been in use of late: who makes and gives up
    /// addresses all day long takes no more names from others.
    private static final int MOST_NAMES = 5;

    private DirectoryIndex index() {
        return changes.index();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public boolean isOurs(AccountId account) {
        return index().account(account).isPresent();
    }

    @Override
    public List<Domain> domains(Account account) {
        if (terms.most() == 0 || !isOurs(account.id())) {
            return List.of();
        }
        Stream<Domain> domains =
                terms.domains().isEmpty()
                        ? Stream.of(account.address().domain())
                        : terms.domains().stream().sorted();
        return domains.filter(each -> index().isReal(each) && !index().isForeign(each)).toList();
    }

    @Override
    public List<OwnAlias> of(AccountId account) {
        return index().ownAliases(account).stream()
                .filter(each -> each.givenUp().isEmpty())
                .sorted(
                        Comparator.comparing(OwnAlias::made)
                                .thenComparing(each -> each.address().toString()))
                .toList();
    }

    @Override
    public List<OwnAlias> all() {
        return index().ownAliases()
                .sorted(
                        Comparator.comparing((OwnAlias each) -> each.address().domain())
                                .thenComparing(each -> each.address().localPart()))
                .toList();
    }

    @Override
    public Outcome make(Account account, Address address, Optional<Instant> expires, String note) {
        Address name = address.lookupForm();
        Instant now = now();
        OwnAlias made =
                new OwnAlias(name, account.id(), now, expires, true, note, Optional.empty());
        Judge judge =
                () ->
                        objection(account, name)
                                .or(() -> noteObjection(made))
                                .or(() -> endObjection(made));
        Optional<Refusal> objection = judge.objection();
        if (objection.isPresent()) {
            return new Outcome.Refused(objection.get());
        }
        try {
            return elsewhere.keeps(account, made)
                    ? write(judge, made)
                    : new Outcome.Refused(Refusal.NOT_TO_BE_HAD);
        } finally {
            elsewhere.changed();
        }
    }

    private Optional<Refusal> objection(Account account, Address name) {
        List<Domain> domains = domains(account);
        if (domains.isEmpty()) {
            return Optional.of(Refusal.NOT_OFFERED);
        }
        if (!domains.contains(name.domain())) {
            return Optional.of(Refusal.DOMAIN);
        }
        if (!OwnNames.isName(name.localPart()) || !index().bases(name).isEmpty()) {
            return Optional.of(Refusal.NAME);
        }
        return isToBeHad(account.id(), name)
                ? tooMany(account.id(), name)
                : Optional.of(Refusal.NOT_TO_BE_HAD);
    }

    @Override
    public boolean isToBeHad(AccountId account, Address name) {
        Optional<OwnAlias> before = index().ownAlias(name);
        if (before.isPresent()) {
            return before.get().isForgotten(now(), terms.quarantine())
                    || before.get().account().equals(account) && before.get().givenUp().isPresent();
        }
        return index().entry(name).isEmpty() && !OwnNames.isReserved(name.localPart());
    }

    private Optional<Refusal> tooMany(AccountId account, Address name) {
        List<OwnAlias> own =
                index().ownAliases(account).stream()
                        .filter(each -> !each.address().equals(name))
                        .toList();
        long inUse = own.stream().filter(each -> each.givenUp().isEmpty()).count();
        return inUse >= terms.most() || own.size() >= (long) terms.most() * MOST_NAMES
                ? Optional.of(Refusal.TOO_MANY)
                : Optional.empty();
    }

    private static Optional<Refusal> noteObjection(OwnAlias alias) {
        return alias.note().length() > MAX_NOTE
                        || alias.note().chars().anyMatch(Character::isISOControl)
                ? Optional.of(Refusal.NOTE)
                : Optional.empty();
    }

    private Optional<Refusal> endObjection(OwnAlias alias) {
        return alias.hasExpired(now()) ? Optional.of(Refusal.EXPIRED) : Optional.empty();
    }

    @Override
    public Outcome change(
            AccountId account,
            Address address,
            Optional<Instant> expires,
            boolean enabled,
            String note) {
        return change(
                account,
                address,
                before ->
                        new OwnAlias(
                                before.address(),
                                account,
                                before.made(),
                                expires,
                                enabled,
                                note,
                                Optional.empty()));
    }

    @Override
    public Outcome giveUp(AccountId account, Address address) {
        return change(account, address, before -> before.withGivenUp(now()));
    }

    private Outcome change(
            AccountId account, Address address, Function<OwnAlias, OwnAlias> change) {
        Optional<OwnAlias> before = find(account, address);
        if (before.isEmpty()) {
            return new Outcome.Refused(Refusal.UNKNOWN);
        }
        OwnAlias after = change.apply(before.get());
        Outcome outcome =
                write(
                        () ->
                                find(account, address)
                                        .map(there -> objection(there, after))
                                        .orElse(Optional.of(Refusal.UNKNOWN)),
                        after);
        elsewhere.changed();
        return outcome;
    }

    /// One that has expired can be changed otherwise all the same.
    private Optional<Refusal> objection(OwnAlias before, OwnAlias after) {
        return noteObjection(after)
                .or(() ->
                        after.expires().equals(before.expires())
                                ? Optional.empty()
                                : endObjection(after));
    }

    private Optional<OwnAlias> find(AccountId account, Address address) {
        return index().ownAlias(address.lookupForm())
                .filter(each -> each.account().equals(account) && each.givenUp().isEmpty());
    }

    /// What is judged while nobody else changes the directory.
    private interface Judge {
        Optional<Refusal> objection();
    }

    private Outcome write(Judge judge, OwnAlias after) {
        DirectoryAdministration.Outcome outcome =
                changes.change(() -> {
                    checkHere(after.account());
                    return judge.objection()
                            .<Plan>map(why -> new Plan.Refuse(why.name()))
                            .orElseGet(() -> new Plan.Write(List.of(put(after)), taken(after)));
                });
        return switch (outcome) {
            case DirectoryAdministration.Outcome.Done _ -> {
                LOG.info(
                        "event=own-alias audit=true alias={} account={} enabled={} expires={}"
                                + " givenUp={}",
                        after.address(),
                        after.account().value(),
                        after.enabled(),
                        after.expires().map(Instant::toString).orElse("never"),
                        after.givenUp().isPresent());
                yield new Outcome.Done(after);
            }
            case DirectoryAdministration.Outcome.Refused(String why) ->
                    new Outcome.Refused(Refusal.valueOf(why));
        };
    }

    /// Changes are made where the account lives.
    private void checkHere(AccountId account) {
        if (index().account(account).filter(each -> !each.isHere()).isPresent()) {
            throw new UnavailableException("the account is at another host by now");
        }
        elsewhere.checkHere(account);
    }

    private static Consumer<DirectoryIndex> taken(OwnAlias alias) {
        return index -> index.putOwnAlias(alias);
    }

    static Change put(OwnAlias alias) {
        return new Change.Put(
                DirectoryFormat.ownAliasKey(alias.address()), DirectoryFormat.encode(alias));
    }

    static Change delete(OwnAlias alias) {
        return new Change.Delete(DirectoryFormat.ownAliasKey(alias.address()));
    }

    // --- what hosts tell each other

    @Override
    public List<OwnAlias> allOf(AccountId account) {
        return changes.still(() ->
                index().ownAliases(account).stream()
                        .sorted(Comparator.comparing(each -> each.address().toString()))
                        .toList());
    }

    @Override
    public void forEachHere(BiConsumer<Account, List<OwnAlias>> told) {
        index().accounts().stream()
                .filter(Account::isHere)
                .forEach(each -> told.accept(each, allOf(each.id())));
    }

    @Override
    public List<Address> take(AccountId account, List<OwnAlias> all) {
        List<Address> taken = new ArrayList<>();
        if (isOurs(account) && !Set.copyOf(all).equals(Set.copyOf(allOf(account)))) {
            changes.change(() -> taking(account, all, taken));
        }
        return taken;
    }

    /// @param taken gets the names that are somebody else's
    private Plan taking(AccountId account, List<OwnAlias> all, List<Address> taken) {
        taken.clear();
        Map<Address, OwnAlias> over = new HashMap<>();
        index().ownAliases(account).forEach(each -> over.put(each.address(), each));
        List<OwnAlias> news = new ArrayList<>();
        for (OwnAlias each : all) {
            Address name = each.address();
            if (!index().isReal(name.domain()) || index().isForeign(name.domain())) {
                continue;
            }
            OwnAlias before = over.remove(name);
            if (before == null && isAnothers(account, name)) {
                taken.add(name);
            } else if (!each.equals(before)) {
                news.add(each);
            }
        }
        List<Change> written = new ArrayList<>();
        over.values().forEach(each -> written.add(delete(each)));
        news.forEach(each -> written.add(put(each)));
        return written.isEmpty()
                ? new Plan.Refuse("nothing is new")
                : new Plan.Write(
                        written,
                        index -> {
                            over.keySet().forEach(index::removeOwnAlias);
                            news.forEach(index::putOwnAlias);
                        });
    }

    /// Names for roles are not: the account's home has judged that.
    private boolean isAnothers(AccountId account, Address name) {
        Optional<OwnAlias> before = index().ownAlias(name);
        return before.isPresent()
                ? !before.get().account().equals(account)
                        && !before.get().isForgotten(now(), terms.quarantine())
                : index().entry(name).isPresent();
    }

    @Override
    public int sweep() {
        int[] swept = new int[1];
        Instant now = now();
        if (index().ownAliases().anyMatch(each -> each.isForgotten(now, terms.quarantine()))) {
            changes.change(() -> {
                List<OwnAlias> over =
                        index().ownAliases()
                                .filter(each -> each.isForgotten(now, terms.quarantine()))
                                .toList();
                swept[0] = over.size();
                return new Plan.Write(
                        over.stream().map(OwnAliasChanges::delete).toList(),
                        index -> over.forEach(each -> index.removeOwnAlias(each.address())));
            });
        }
        return swept[0];
    }
}
