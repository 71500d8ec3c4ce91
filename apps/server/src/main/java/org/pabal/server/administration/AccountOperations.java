// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.directory.AccountLimits;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.OldAddress;
import org.pabal.directory.Language;
import org.pabal.directory.LoginRule;
import org.pabal.directory.PasswordChange;
import org.pabal.directory.Role;
import org.pabal.mailbox.AccountMailboxes.Quota;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// What administrators may ask of accounts and change about them.
final class AccountOperations {
    private final AccountMoves moves;
    private final DirectoryAdministration directory;
    private final MailboxStore mailboxes;

    AccountOperations(
            DirectoryAdministration directory, MailboxStore mailboxes, AccountMoves moves) {
        this.moves = moves;
        this.directory = directory;
        this.mailboxes = mailboxes;
    }

    /// @param arguments `address`, `password`, `name`, `language`, `quota`, `quotaMessages`
    Map<String, Object> add(Arguments arguments, Optional<String> host) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        Address address = given.address("address");
        DirectoryArguments.require(
                directory.addAccount(
                        new NewAccount(
                                address,
                                given.text("password"),
                                given.optional("name"),
                                given.language("language").orElse(Language.ENGLISH),
                                given.octets("quota", OptionalLong.empty()),
                                given.count("quotaMessages", OptionalLong.empty()))));
        if (host.isPresent()) {
            DirectoryArguments.require(directory.setHost(address, host));
        }
        return Map.of("address", address.lookupForm().toString());
    }

    List<Map<String, Object>> list() {
        return directory.accounts().stream().map(this::shown).toList();
    }

    private Map<String, Object> shown(Account account) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("address", account.address().toString());
        shown.put("name", account.displayName());
        shown.put("language", account.language().tag());
        shown.put("enabled", account.enabled());
        shown.put("role", word(account.role()));
        account.host().ifPresent(host -> shown.put("host", host));
        shown.put("quota", account.quotaOctets().orElse(0));
        shown.put("quotaMessages", account.quotaMessages().orElse(0));
        Quota quota = mailboxes.open(account).quota();
        shown.put("usedOctets", quota.storage().used());
        shown.put("messages", quota.messages().used());
        return shown;
    }

    /// As `pabal account role` has it.
    static String word(Role role) {
        return switch (role) {
            case USER -> "user";
            case DOMAIN_ADMINISTRATOR -> "domain-administrator";
            case ADMINISTRATOR -> "administrator";
        };
    }

    private static Optional<Role> role(String word) {
        for (Role role : Role.values()) {
            if (word(role).equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /// Everything about one: as in the list, and `id`, `logIn`, `limits`, `aliases`, `groups`,
    /// `mayWriteFrom`, `appPasswords`.
    ///
    /// @param arguments `address`
    Map<String, Object> show(Arguments arguments) {
        Account account = new DirectoryArguments(arguments).account("address", directory);
        Map<String, Object> shown = shown(account);
        shown.put("id", account.id().value());
        shown.put("logIn", account.loginRule().word());
        shown.put("limits", shown(account.limits()));
        shown.put("aliases", leadingTo(account, false));
        shown.put("groups", leadingTo(account, true));
        shown.put(
                "mayWriteFrom",
                directory.grants().stream()
                        .filter(grant -> grant.account().equals(account.address()))
                        .map(grant -> DirectoryArguments.shown(grant.sendAs()))
                        .toList());
        shown.put(
                "appPasswords",
                directory.appPasswords(account.address()).stream()
                        .map(AppPasswordOperations::shown)
                        .toList());
        return shown;
    }

    private static Map<String, Object> shown(AccountLimits limits) {
        Map<String, Object> shown = new LinkedHashMap<>();
        limits.mailsPerHour().ifPresent(limit -> shown.put("mailsPerHour", limit));
        limits.recipientsPerDay().ifPresent(limit -> shown.put("recipientsPerDay", limit));
        limits.sessions().ifPresent(limit -> shown.put("sessions", limit));
        limits.messageOctets().ifPresent(limit -> shown.put("messageOctets", limit));
        return shown;
    }

    /// The aliases or groups that name it.
    private List<String> leadingTo(Account account, boolean groups) {
        return directory.aliases().stream()
                .filter(alias -> alias.isGroup() == groups)
                .filter(alias ->
                        alias.targets().stream()
                                .anyMatch(each -> each.lookupForm().equals(account.address())))
                .map(alias -> DirectoryArguments.shown(alias.address()))
                .toList();
    }

    /// Removes it with all its mail. One that lives at another host is removed from this directory alone.
    ///
    /// @param arguments `address`
    /// @return `host` where its mail lies at another one
    Map<String, Object> remove(Arguments arguments) {
        Address address = new DirectoryArguments(arguments).address("address");
        Optional<Account> account = directory.account(address);
        moves.checkStill(address);
        DirectoryArguments.require(directory.removeAccount(address));
        Optional<String> elsewhere = account.flatMap(Account::host);
        try {
            account.ifPresent(removed -> mailboxes.removeAll(removed.id()));
        } catch (UnavailableException held) {
            if (elsewhere.isEmpty()) {
                throw held;
            }
            // What lies here since it has moved is cleared by whoever moved it.
        }
        return elsewhere.<Map<String, Object>>map(host -> Map.of("host", host)).orElse(Map.of());
    }

    /// Sets what is given.
    ///
    /// @param arguments `address`, `name`, `language`, `enabled` (`true` or `false`)
    Map<String, Object> set(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        Account before = given.account("address", directory);
        Address address = before.address();
        Optional<Boolean> enabled =
                given.optional("enabled", "true or false", AccountOperations::truth);
        String name = given.values().has("name") ? given.text("name") : before.displayName();
        Language language = given.language("language").orElse(before.language());
        if (!name.equals(before.displayName()) || language != before.language()) {
            DirectoryArguments.require(directory.setProfile(address, name, language));
        }
        if (enabled.isPresent() && enabled.get() != before.enabled()) {
            DirectoryArguments.require(
                    enabled.get()
                            ? directory.enableAccount(address)
                            : directory.disableAccount(address));
        }
        return shown(given.account("address", directory));
    }

    private static Optional<Boolean> truth(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /// @param arguments `address`, `to`, `alias` (whether the old address becomes one)
    Map<String, Object> rename(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        Address to = given.address("to");
        OldAddress old = arguments.flag("alias") ? OldAddress.KEPT : OldAddress.GIVEN_UP;
        DirectoryArguments.require(directory.renameAccount(given.address("address"), to, old));
        return Map.of("address", to.lookupForm().toString());
    }

    /// @param arguments `address`, `role`
    Map<String, Object> setRole(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        Role role =
                given.values()
                        .parsed(
                                given.text("role"),
                                "one of user, domain-administrator and administrator",
                                AccountOperations::role);
        DirectoryArguments.require(directory.setRole(given.address("address"), role));
        return Map.of();
    }

    /// @param arguments `address`, `rule`
    Map<String, Object> setLoginRule(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        LoginRule rule =
                given.values()
                        .parsed(
                                given.text("rule"),
                                "one of any and app-passwords-only",
                                AccountOperations::loginRule);
        Account account = given.account("address", directory);
        DirectoryArguments.require(directory.setLoginRule(account.address(), rule));
        return Map.of("appPasswords", directory.appPasswords(account.address()).size());
    }

    private static Optional<LoginRule> loginRule(String word) {
        for (LoginRule rule : LoginRule.values()) {
            if (rule.word().equals(word)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /// Sets the limits that are given, `none` for those of the settings, and shows all.
    ///
    /// @param arguments `address`, `mailsPerHour`, `recipientsPerDay`, `sessions`, `messageOctets`
    Map<String, Object> limits(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        Account account = given.account("address", directory);
        AccountLimits before = account.limits();
        AccountLimits after =
                new AccountLimits(
                        given.count("mailsPerHour", before.mailsPerHour()),
                        given.count("recipientsPerDay", before.recipientsPerDay()),
                        given.count("sessions", before.sessions()),
                        given.octets("messageOctets", before.messageOctets()));
        if (!after.equals(before)) {
            DirectoryArguments.require(directory.setLimits(account.address(), after));
        }
        return shown(after);
    }

    /// Sets the limits that are given, `none` for no limit, and shows both.
    ///
    /// @param arguments `address`, `quota`, `quotaMessages`
    Map<String, Object> quota(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        Account before = given.account("address", directory);
        OptionalLong octets = given.octets("quota", before.quotaOctets());
        OptionalLong messages = given.count("quotaMessages", before.quotaMessages());
        Account after = before.withQuota(octets, messages);
        if (!after.equals(before)) {
            DirectoryArguments.require(directory.setQuota(before.address(), octets, messages));
        }
        return shown(after);
    }

    /// @param arguments `address`, `password`
    Map<String, Object> changePassword(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        return switch (new PasswordChange(directory)
                .change(given.address("address"), given.text("password"))) {
            case PasswordChange.Outcome.Changed _ -> Map.of();
            case PasswordChange.Outcome.Refused(var reason) -> throw new Arguments.Unusable(reason);
            case PasswordChange.Outcome.NotWorking(var reason) ->
                    throw new Arguments.Unusable(reason);
        };
    }
}
