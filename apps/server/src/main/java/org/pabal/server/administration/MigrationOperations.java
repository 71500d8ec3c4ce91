// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.ImportedAccount;
import org.pabal.directory.DirectoryAdministration.ImportedAccount.Secret;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.directory.Resolution;
import org.pabal.directory.Role;
import org.pabal.directory.WhoMaySend;
import org.pabal.directory.password.PasswordHash;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Takes accounts and aliases over from other servers, one by one, and gives all of them out.
///
/// What is here already stays as it is, so that an import that was cut short is simply made again.
public final class MigrationOperations {
    private static final String OUTCOME = "outcome";

    /// Of one answer of the export.
    private static final int PAGE = 1_000;

    private final DirectoryAdministration directory;

    public MigrationOperations(DirectoryAdministration directory) {
        this.directory = directory;
    }

    /// `outcome`: `added`, `here` or `refused`; `notes`.
    ///
    /// @param arguments `address`; `secret` and what it is, `secretKind`: `clear`, `hash` or nothing;
    ///     `name`, `language`, `quotaOctets`, `quotaMessages`, `role`, `host`; `disabled`;
    ///     `addDomain`: whether its domain is added when it is not there; `dryRun`
    Map<String, Object> importAccount(Arguments arguments) {
        List<String> notes = new ArrayList<>();
        Optional<Address> address =
                Address.parse(arguments.text("address")).map(Address::lookupForm);
        if (address.isEmpty()) {
            return refused("'" + arguments.text("address") + "' is not an address");
        }
        if (account(address.get()).isPresent()) {
            return outcome("here", notes);
        }
        Optional<String> noDomain = domain(arguments, address.get().domain());
        if (noDomain.isPresent()) {
            return refused(noDomain.get());
        }
        ImportedAccount account =
                new ImportedAccount(
                        address.get(),
                        secret(arguments, notes),
                        arguments.text("name", ""),
                        arguments.text("language", "").equals(Language.KOREAN.tag())
                                ? Language.KOREAN
                                : Language.ENGLISH,
                        limit(arguments, "quotaOctets", notes),
                        limit(arguments, "quotaMessages", notes),
                        !arguments.flag("disabled"),
                        role(arguments, notes),
                        Optional.of(arguments.text("host", "")).filter(host -> !host.isEmpty()));
        if (arguments.flag("dryRun")) {
            return outcome("added", notes);
        }
        return switch (directory.importAccount(account)) {
            case Outcome.Done _ -> outcome("added", notes);
            case Outcome.Refused(String reason) -> refused(reason);
        };
    }

    /// The account with exactly this address.
    private Optional<Account> account(Address address) {
        Optional<Account> account =
                switch (directory.resolve(address)) {
                    case Resolution.Local(Account local) -> Optional.of(local);
                    case Resolution.Disabled(Account disabled) -> Optional.of(disabled);
                    case Resolution.Alias _,
                            Resolution.Retired _,
                            Resolution.Unknown _,
                            Resolution.Foreign _ ->
                            Optional.empty();
                };
        return account.filter(found -> found.address().equals(address));
    }

    /// Why the domain can have no new names.
    private Optional<String> domain(Arguments arguments, Domain domain) {
        if (directory.isLocal(domain)) {
            return Optional.empty();
        }
        if (!arguments.flag("addDomain")) {
            return Optional.of(
                    domain
                            + " is not a domain of this server; add it first (pabal domain add "
                            + domain
                            + ") or give --add-domains");
        }
        if (arguments.flag("dryRun")) {
            return Optional.empty();
        }
        return directory.addDomain(domain) instanceof Outcome.Refused(String reason)
                ? Optional.of(reason)
                : Optional.empty();
    }

    /// A hash that cannot be checked here is worth a note, not the account.
    private static Secret secret(Arguments arguments, List<String> notes) {
        String text = arguments.text("secret", "");
        return switch (arguments.text("secretKind", "")) {
            case "clear" -> new Secret.Clear(text);
            case "hash" -> {
                if (PasswordHash.parse(text) instanceof PasswordHash.Parsed.Unsupported(var why)) {
                    notes.add("has no password here: " + why);
                    yield new Secret.Missing();
                }
                yield new Secret.Hash(text);
            }
            default -> new Secret.Missing();
        };
    }

    private static OptionalLong limit(Arguments arguments, String name, List<String> notes) {
        String text = arguments.text(name, "");
        if (text.matches("[1-9][0-9]{0,17}")) {
            return OptionalLong.of(Long.parseLong(text));
        }
        if (!text.isEmpty()) {
            notes.add("the limit '" + text + "' is no number; it has none");
        }
        return OptionalLong.empty();
    }

    private static Role role(Arguments arguments, List<String> notes) {
        String text = arguments.text("role", "");
        for (Role role : Role.values()) {
            if (word(role).equals(text)) {
                return role;
            }
        }
        if (!text.isEmpty()) {
            notes.add("the role '" + text + "' is not known here; it is a user");
        }
        return Role.USER;
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// As above.
    ///
    /// @param arguments `alias`, `targets`, `owner`, `senders` of a group, `addDomain`, `dryRun`
    Map<String, Object> importAlias(Arguments arguments) {
        Optional<Address> name = aliasName(arguments.text("alias"));
        if (name.isEmpty()) {
            return refused("'" + arguments.text("alias") + "' is not an address");
        }
        List<Address> targets = new ArrayList<>();
        for (String text : arguments.texts("targets")) {
            Optional<Address> target = Address.parse(text);
            if (target.isEmpty()) {
                return refused("'" + text + "' is not an address");
            }
            targets.add(target.get());
        }
        Optional<Address> owner = Address.parse(arguments.text("owner", ""));
        if (isHere(name.get(), targets, owner)) {
            return outcome("here", List.of());
        }
        Optional<String> noDomain = domain(arguments, name.get().domain());
        if (noDomain.isPresent()) {
            return refused(noDomain.get());
        }
        if (arguments.flag("dryRun")) {
            return outcome("added", List.of());
        }
        Optional<WhoMaySend> senders = WhoMaySend.parse(arguments.text("senders", ""));
        return switch (directory.addAlias(new Alias(name.get(), targets, owner, senders))) {
            case Outcome.Done _ -> outcome("added", List.of());
            case Outcome.Refused(String reason) -> refused(reason);
        };
    }

    private boolean isHere(Address name, List<Address> targets, Optional<Address> owner) {
        return directory.resolve(name) instanceof Resolution.Alias(var there, var told, _)
                && there.equals(targets.stream().distinct().toList())
                && told.equals(owner);
    }

    /// An address, or `@domain` for every name that is not there.
    private static Optional<Address> aliasName(String text) {
        return text.startsWith("@")
                ? Domain.parse(text.substring(1)).map(domain -> new Address("", domain))
                : Address.parse(text).map(Address::lookupForm);
    }

    /// All names, page by page: `domains` with the first, `accounts` in the order of their numbers,
    /// `aliases` with the last; `after` for the next page, absent with the last.
    ///
    /// @param arguments `domain` or none for all; `passwords`; `after` as the last answer had it
    Map<String, Object> export(Arguments arguments) {
        String name = arguments.text("domain", "");
        Optional<Domain> only = Domain.parse(name);
        if (!name.isEmpty() && only.filter(directory.domains()::contains).isEmpty()) {
            throw new Arguments.Unusable(
                    name + " is not a domain of this server; pabal domain list shows them");
        }
        Predicate<Domain> wanted = domain -> only.isEmpty() || only.get().equals(domain);
        long after = Long.parseLong("0" + arguments.text("after", ""));
        Map<AccountId, List<String>> names = new HashMap<>();
        List<Alias> groups = new ArrayList<>();
        sortAliases(names, groups);
        List<Account> page =
                directory.accounts().stream()
                        .filter(account -> account.id().value() > after)
                        .filter(account -> wanted.test(account.address().domain()))
                        .sorted(Comparator.comparingLong(account -> account.id().value()))
                        .limit(PAGE)
                        .toList();
        Map<String, Object> result = new LinkedHashMap<>();
        if (after == 0) {
            result.put(
                    "domains",
                    directory.domains().stream().filter(wanted).map(Domain::toAscii).toList());
        }
        boolean withPasswords = arguments.flag("passwords");
        result.put(
                "accounts",
                page.stream()
                        .map(account ->
                                shown(
                                        account,
                                        names.getOrDefault(account.id(), List.of()),
                                        withPasswords))
                        .toList());
        if (page.size() == PAGE) {
            result.put("after", Long.toString(page.getLast().id().value()));
        } else {
            result.put(
                    "aliases",
                    groups.stream()
                            .filter(alias -> wanted.test(alias.address().domain()))
                            .map(MigrationOperations::shown)
                            .toList());
        }
        return result;
    }

    /// An alias of one account in its own domain is another name of it.
    private void sortAliases(Map<AccountId, List<String>> names, List<Alias> groups) {
        for (Alias alias : directory.aliases()) {
            Optional<Account> only =
                    alias.targets().size() == 1
                                    && alias.owner().isEmpty()
                                    && !alias.isGroup()
                                    && !alias.address().localPart().isEmpty()
                            ? account(alias.targets().getFirst().lookupForm())
                            : Optional.empty();
            Domain domain = alias.address().domain();
            if (only.filter(account -> account.address().domain().equals(domain)).isPresent()) {
                names.computeIfAbsent(only.get().id(), _ -> new ArrayList<>())
                        .add(alias.address().localPart());
            } else {
                groups.add(alias);
            }
        }
    }

    private Map<String, Object> shown(Account account, List<String> names, boolean withPassword) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", account.id().value());
        shown.put("address", account.address().toString());
        shown.put("localPart", account.address().localPart());
        shown.put("domain", account.address().domain().toAscii());
        shown.put("names", names);
        shown.put("name", account.displayName());
        shown.put("language", account.language().tag());
        account.quotaOctets().ifPresent(limit -> shown.put("quotaOctets", limit));
        account.quotaMessages().ifPresent(limit -> shown.put("quotaMessages", limit));
        shown.put("role", word(account.role()));
        shown.put("enabled", account.enabled());
        account.host().ifPresent(host -> shown.put("host", host));
        if (withPassword) {
            directory
                    .storedPassword(account.address())
                    .ifPresent(stored -> shown.put("password", stored));
        }
        return shown;
    }

    private static Map<String, Object> shown(Alias alias) {
        Map<String, Object> shown = new LinkedHashMap<>();
        boolean all = alias.address().localPart().isEmpty();
        String domain = alias.address().domain().toAscii();
        shown.put("address", all ? "@" + domain : alias.address().toString());
        shown.put("name", all ? "@" + domain : alias.address().localPart());
        shown.put("domain", domain);
        shown.put("targets", alias.targets().stream().map(Address::toString).toList());
        alias.owner().ifPresent(owner -> shown.put("owner", owner.toString()));
        alias.senders().ifPresent(senders -> shown.put("senders", senders.word()));
        return shown;
    }

    private static Map<String, Object> outcome(String outcome, List<String> notes) {
        return Map.of(OUTCOME, outcome, "notes", notes);
    }

    private static Map<String, Object> refused(String reason) {
        return Map.of(OUTCOME, "refused", "notes", List.of(reason));
    }
}
