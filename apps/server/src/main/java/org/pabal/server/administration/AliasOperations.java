// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.Grant;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.WhoMaySend;
import org.pabal.message.Address;

/// What administrators may ask of aliases, groups and grants, and change about them.
final class AliasOperations {
    private final DirectoryAdministration directory;

    AliasOperations(DirectoryAdministration directory) {
        this.directory = directory;
    }

    /// @param arguments `alias`, `targets`, `owner`
    Map<String, Object> add(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        DirectoryArguments.require(
                directory.addAlias(
                        new Alias(
                                given.addressOrDomain("alias"),
                                addresses(arguments, "targets"),
                                owner(given))));
        return Map.of();
    }

    private static List<Address> addresses(Arguments arguments, String name) {
        return arguments.texts(name).stream()
                .map(text -> arguments.parsed(text, "an address", Address::parse))
                .toList();
    }

    private static Optional<Address> owner(DirectoryArguments given) {
        return given.optional("owner", "an address", Address::parse);
    }

    /// @param arguments `alias`
    Map<String, Object> remove(Arguments arguments) {
        Address alias = new DirectoryArguments(arguments).addressOrDomain("alias");
        DirectoryArguments.require(directory.removeAlias(alias));
        return Map.of();
    }

    /// Aliases and groups: `alias`, `targets`, `owner`, `senders`. Then those that people have made:
    /// `alias`, `targets` (the account, if there is one still), `made`, and `expires`, `off`, `givenUp`
    /// where they are so.
    List<Map<String, Object>> list() {
        return Stream.concat(
                        directory.aliases().stream().map(AliasOperations::shown),
                        directory.ownAliases().stream().map(this::shown))
                .toList();
    }

    private Map<String, Object> shown(OwnAlias alias) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("alias", alias.address().toString());
        shown.put(
                "targets",
                directory.account(alias.account()).stream()
                        .map(account -> account.address().toString())
                        .toList());
        shown.put("made", alias.made().toString());
        alias.expires().ifPresent(when -> shown.put("expires", when.toString()));
        if (!alias.enabled()) {
            shown.put("off", true);
        }
        alias.givenUp().ifPresent(when -> shown.put("givenUp", when.toString()));
        return shown;
    }

    static Map<String, Object> shown(Alias alias) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("alias", DirectoryArguments.shown(alias.address()));
        shown.put("targets", alias.targets().stream().map(Address::toString).toList());
        alias.owner().ifPresent(owner -> shown.put("owner", owner.toString()));
        alias.senders().ifPresent(senders -> shown.put("senders", senders.word()));
        return shown;
    }

    /// @param arguments `group`, `owner`, `senders`, `members`
    Map<String, Object> addGroup(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        Alias group =
                new Alias(
                        given.address("group"),
                        addresses(arguments, "members"),
                        owner(given),
                        Optional.of(senders(given).orElse(WhoMaySend.ANYONE)));
        DirectoryArguments.require(directory.addAlias(group));
        return shown(group);
    }

    private static Optional<WhoMaySend> senders(DirectoryArguments given) {
        return given.optional(
                "senders", "one of anyone, members, domain and owners", WhoMaySend::parse);
    }

    /// Changes what is given.
    ///
    /// @param arguments `group`, `owner` (an address or `none`), `senders`
    Map<String, Object> setGroup(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        Alias before = group(given);
        Optional<Address> owner =
                switch (given.optional("owner")) {
                    case "" -> before.owner();
                    case "none" -> Optional.empty();
                    default -> owner(given);
                };
        WhoMaySend senders = senders(given).or(before::senders).orElse(WhoMaySend.ANYONE);
        DirectoryArguments.require(directory.setGroup(before.address(), owner, senders));
        return shown(group(given));
    }

    private Alias group(DirectoryArguments given) {
        Address name = given.address("group").lookupForm();
        return directory.aliases().stream()
                .filter(alias -> alias.address().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                name
                                        + " is not a group of this server; pabal group list shows"
                                        + " them"));
    }

    /// @param arguments `group`, `members`
    Map<String, Object> addMembers(Arguments arguments) {
        Address group = new DirectoryArguments(arguments).address("group");
        DirectoryArguments.require(directory.addMembers(group, addresses(arguments, "members")));
        return Map.of();
    }

    /// @param arguments `group`, `members`
    Map<String, Object> removeMembers(Arguments arguments) {
        Address group = new DirectoryArguments(arguments).address("group");
        DirectoryArguments.require(directory.removeMembers(group, addresses(arguments, "members")));
        return Map.of();
    }

    List<Map<String, Object>> groups() {
        return directory.aliases().stream()
                .filter(Alias::isGroup)
                .map(AliasOperations::shown)
                .toList();
    }

    /// @param arguments `group`
    Map<String, Object> removeGroup(Arguments arguments) {
        DirectoryArguments.require(
                directory.removeAlias(group(new DirectoryArguments(arguments)).address()));
        return Map.of();
    }

    /// @param arguments `address`, `sendAs`
    Map<String, Object> grant(Arguments arguments) {
        DirectoryArguments.require(directory.grant(grantOf(arguments)));
        return Map.of();
    }

    /// @param arguments `address`, `sendAs`
    Map<String, Object> revoke(Arguments arguments) {
        DirectoryArguments.require(directory.revoke(grantOf(arguments)));
        return Map.of();
    }

    private static Grant grantOf(Arguments arguments) {
        DirectoryArguments given = new DirectoryArguments(arguments);
        return new Grant(given.address("address"), given.addressOrDomain("sendAs"));
    }

    /// Each with `address` and `sendAs`.
    List<Map<String, Object>> grants() {
        return directory.grants().stream()
                .map(grant ->
                        Map.<String, Object>of(
                                "address", grant.account().toString(),
                                "sendAs", DirectoryArguments.shown(grant.sendAs())))
                .toList();
    }
}
