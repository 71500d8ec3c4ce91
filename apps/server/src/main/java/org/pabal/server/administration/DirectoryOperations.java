// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.LoginContext;
import org.pabal.directory.PasswordChange;
import org.pabal.directory.Resolution;
import org.pabal.directory.joined.SourceAdministration;
import org.pabal.directory.joined.SourceAdministration.Finding;
import org.pabal.directory.joined.SourceAdministration.Status;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// What administrators may ask of the directories besides the built-in one.
public final class DirectoryOperations {
    private final DirectoryAdministration directory;
    private final SourceAdministration sources;
    private final MailboxStore mailboxes;

    public DirectoryOperations(
            DirectoryAdministration directory,
            SourceAdministration sources,
            MailboxStore mailboxes) {
        this.directory = directory;
        this.sources = sources;
        this.mailboxes = mailboxes;
    }

    /// Each with `name`, `domains`, `trouble`, `health`, and its counts.
    List<Map<String, Object>> status() {
        return sources.status().stream().map(DirectoryOperations::shown).toList();
    }

    private static Map<String, Object> shown(Status status) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", status.name());
        shown.put("domains", status.domains().stream().map(Domain::name).toList());
        shown.put("trouble", status.trouble().orElse(""));
        shown.put("health", status.health());
        shown.put("remembered", status.remembered());
        shown.put("hits", status.hits());
        shown.put("asked", status.asked());
        shown.put("failures", status.failures());
        shown.put("stale", status.stale());
        return shown;
    }

    /// A sentence on each, for `pabal status`.
    public Map<String, Object> health() {
        Map<String, Object> health = new LinkedHashMap<>();
        sources.status()
                .forEach(each ->
                        health.put(
                                each.name(),
                                each.trouble()
                                        .map(trouble -> "does not answer: " + trouble)
                                        .orElseGet(() -> String.join("; ", each.health()))));
        return health;
    }

    /// `steps`, each with `name`, `passed`, `finding`.
    Map<String, Object> check(Arguments arguments) {
        String name = arguments.text("name");
        Optional<Address> address = optionalAddress(arguments);
        List<CheckStep> steps =
                sources.check(name, address)
                        .orElseThrow(() ->
                                new Arguments.Unusable(
                                        "the settings have no directory "
                                                + name
                                                + ": pabal directory list"));
        List<Map<String, Object>> shown = new ArrayList<>();
        steps.forEach(step ->
                shown.add(
                        Map.of(
                                "name", step.name(),
                                "passed", step.passed(),
                                "finding", step.finding())));
        return Map.of("steps", shown, "passed", steps.stream().allMatch(CheckStep::passed));
    }

    private static Optional<Address> optionalAddress(Arguments arguments) {
        return arguments.text("address", "").isEmpty()
                ? Optional.empty()
                : Optional.of(address(arguments));
    }

    private static Address address(Arguments arguments) {
        return arguments.parsed(arguments.text("address"), "an address", Address::parse);
    }

    /// What the directory of an address says of it now, and what that comes to.
    Map<String, Object> find(Arguments arguments) {
        Address address = address(arguments);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("address", address.toString());
        Resolution here = directory.resolve(address); // first, so that the number is there
        Optional<Finding> finding = sources.find(address);
        shown.put("directory", finding.map(Finding::directory).orElse(""));
        finding.ifPresent(found -> show(found, shown));
        show(here, shown);
        return shown;
    }

    private static void show(Finding finding, Map<String, Object> shown) {
        switch (finding.answer()) {
            case SourceAnswer.Known(var account) -> {
                show(account, shown);
                shown.put("number", finding.number().map(AccountId::value).orElse(0L));
            }
            case SourceAnswer.Alias(var targets) ->
                    shown.put("there", "an alias of " + joined(targets));
            case SourceAnswer.Unknown _ -> shown.put("there", "unknown");
        }
    }

    private static void show(SourceAccount account, Map<String, Object> shown) {
        shown.put("there", "the account " + account.address());
        shown.put("key", account.key());
        shown.put("locator", account.locator());
        shown.put("name", account.displayName());
        shown.put("enabled", account.enabled());
        shown.put("role", account.role().name());
        shown.put("host", account.host().orElse(""));
        shown.put("quota", account.quotaOctets().orElse(0));
        shown.put("quotaMessages", account.quotaMessages().orElse(0));
    }

    private static void show(Resolution resolution, Map<String, Object> shown) {
        shown.put(
                "here",
                switch (resolution) {
                    case Resolution.Local(var account) -> "mail for " + account.address();
                    case Resolution.Disabled(var account) ->
                            account.address() + ", which takes no mail";
                    case Resolution.Alias alias -> "an alias of " + joined(alias.targets());
                    case Resolution.Retired _ -> "an address that was somebody's and refuses mail";
                    case Resolution.Unknown _ -> "unknown";
                    case Resolution.Foreign _ -> "of a domain of others";
                });
    }

    private static String joined(List<Address> targets) {
        return String.join(", ", targets.stream().map(Address::toString).toList());
    }

    /// A log-in as at any door.
    Map<String, Object> testLogin(Arguments arguments) {
        String login = arguments.text("address");
        return switch (new PasswordChange(directory)
                .prove(login, arguments.text("password"), LoginContext.ANYWHERE)) {
            case PasswordChange.Proof.Proven(var account) ->
                    Map.of("account", account.address().toString(), "right", true);
            case PasswordChange.Proof.Refused(var reason) ->
                    Map.of("right", false, "reason", reason);
        };
    }

    /// `flushed`: how many directories.
    Map<String, Object> flush(Arguments arguments) {
        return Map.of("flushed", sources.flush(arguments.text("name", "")));
    }

    /// Each with `number`, `address`, `directory`, `reason`.
    List<Map<String, Object>> forgotten() {
        return sources.forgotten().stream()
                .map(each ->
                        Map.<String, Object>of(
                                "number", each.account().id().value(),
                                "address", each.account().address().toString(),
                                "directory", each.source(),
                                "reason", each.reason()))
                .toList();
    }

    /// Removes a forgotten account with its mail: `address`.
    Map<String, Object> forget(Arguments arguments) {
        AccountId id =
                arguments.parsed(
                        arguments.text("number"),
                        "the number of an account",
                        DirectoryOperations::number);
        Account account =
                sources.forget(id)
                        .orElseThrow(() ->
                                new Arguments.Unusable(
                                        "no forgotten account has the number "
                                                + id
                                                + ": pabal directory forgotten"));
        mailboxes.removeAll(id);
        return Map.of("address", account.address().toString());
    }

    private static Optional<AccountId> number(String text) {
        return text.matches("[1-9]\\d{0,17}")
                ? Optional.of(new AccountId(Long.parseLong(text)))
                : Optional.empty();
    }
}
