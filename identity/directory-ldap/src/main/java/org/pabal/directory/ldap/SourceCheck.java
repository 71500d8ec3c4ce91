// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.directory.ldap.connection.LdapClient;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Security;
import org.pabal.directory.ldap.connection.LdapIdentity;
import org.pabal.directory.ldap.connection.LdapServer;
import org.pabal.directory.ldap.mapping.AskedName;
import org.pabal.directory.ldap.mapping.Field;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// Walks through the settings of a directory as a mail and a log-in would, and says what it finds.
final class SourceCheck {
    private static final int SOME_GROUPS = 10;

    private final LdapConfig config;
    private final LdapClient client;
    private final Tree tree;
    private final LdapSource source;
    private final List<CheckStep> steps = new ArrayList<>();

    SourceCheck(LdapConfig config, LdapClient client, Tree tree, LdapSource source) {
        this.config = config;
        this.client = client;
        this.tree = tree;
        this.source = source;
    }

    List<CheckStep> walk(Optional<Address> address) {
        boolean whole =
                connect()
                        && step("bind", this::bind)
                        && step("base", this::base)
                        && (address.isEmpty()
                                ? step("list", this::list)
                                : find(address.get()) && attributes(address.get()))
                        && (config.groups().rights().isEmpty() || step("groups", this::groups));
        if (whole) {
            steps.add(CheckStep.passed("passwords", passwords()));
        }
        return List.copyOf(steps);
    }

    /// What a step has found.
    private interface Finding {
        String find();
    }

    private boolean step(String name, Finding finding) {
        try {
            steps.add(CheckStep.passed(name, finding.find()));
            return true;
        } catch (UnavailableException failure) {
            steps.add(CheckStep.failed(name, String.valueOf(failure.getMessage())));
            return false;
        }
    }

    /// One server is enough; the others are named all the same.
    private boolean connect() {
        boolean any = false;
        for (LdapServer server : config.connection().servers()) {
            any |=
                    step(
                            "connect",
                            () -> {
                                client.open(server, Optional.empty()).close();
                                return server + " answers, " + tls(server);
                            });
        }
        return any;
    }

    private String tls(LdapServer server) {
        if (server.scheme() == LdapServer.Scheme.LDAPS) {
            return "over TLS, its certificate is good";
        }
        return config.connection().security() == Security.STARTTLS
                ? "with StartTLS, its certificate is good"
                : "WITHOUT TLS: passwords can be read on the way";
    }

    private String bind() {
        client.open(config.searcher()).close();
        return config.searcher()
                .map(identity -> "as " + identity)
                .orElse("not set: searches are anonymous");
    }

    private String base() {
        String base = tree.base(tree.name(nobody())).toString();
        boolean there =
                client.ask("read", ldap -> tree.read(ldap, base, "objectClass")).isPresent();
        if (!there) {
            throw new UnavailableException(
                    base + " is not there, or may not be read" + who() + "; correct base");
        }
        return base + " is there";
    }

    private String who() {
        return config.searcher().map(LdapIdentity::dn).map(dn -> " by " + dn).orElse(" by anybody");
    }

    private Address nobody() {
        return Nobody.of(config.domains().getFirst());
    }

    private String list() {
        AskedName anybody = tree.name(nobody());
        int some = 10;
        int found =
                client.ask(
                                "search",
                                ldap ->
                                        tree.search(
                                                ldap,
                                                tree.request(
                                                        config.mapping().list(),
                                                        anybody,
                                                        new String[] {"1.1"},
                                                        some)))
                        .size();
        if (found == 0) {
            throw new UnavailableException(
                    config.mapping().list().fill(anybody)
                            + " finds nobody below "
                            + tree.base(anybody)
                            + who());
        }
        return (found == some ? "at least " : "") + found + " accounts are found";
    }

    private String groups() {
        List<Address> found = new ArrayList<>();
        source.listGroups(page -> {
            page.forEach(each -> found.add(each.address()));
            return found.size() <= SOME_GROUPS;
        });
        if (found.isEmpty()) {
            throw new UnavailableException(
                    "no group with a usable name is found by "
                            + config.groups().rights().orElseThrow()
                            + who()
                            + "; correct rights-filter and group-base");
        }
        return "rights can be given to "
                + (found.size() > SOME_GROUPS ? "many, such as " : "")
                + String.join(
                        ", ", found.stream().limit(SOME_GROUPS).map(Address::toString).toList());
    }

    private boolean find(Address address) {
        return step(
                "find",
                () ->
                        switch (source.find(address)) {
                            case SourceAnswer.Known(var account) ->
                                    address + " is the account " + account.address();
                            case SourceAnswer.Alias(var targets) ->
                                    address + " stands for " + targets;
                            case SourceAnswer.Unknown _ ->
                                    throw new UnavailableException(
                                            address
                                                    + " is unknown: nothing is found by "
                                                    + config.mapping()
                                                            .find()
                                                            .fill(tree.name(address)));
                        });
    }

    private boolean attributes(Address address) {
        if (!(source.find(address) instanceof SourceAnswer.Known(var account))) {
            return true;
        }
        return step("attributes", () -> described(account)) && step("log-in", () -> logIn(account));
    }

    private String described(SourceAccount account) {
        Optional<SearchResultEntry> entry =
                client.ask(
                        "read",
                        ldap ->
                                tree.read(
                                        ldap,
                                        account.locator(),
                                        config.mapping().requested(false)));
        List<String> found = new ArrayList<>();
        for (Field field : Field.values()) {
            if (field.isOfGroups()) {
                continue;
            }
            for (String attribute : config.mapping().attributes(field)) {
                if (entry.filter(each -> each.hasAttribute(attribute)).isPresent()) {
                    found.add(field.key() + "=" + attribute);
                    break;
                }
            }
        }
        return account.locator()
                + " has "
                + String.join(", ", found)
                + (account.enabled() ? "" : "; it is disabled")
                + account.host().map(host -> "; its mailboxes are at " + host).orElse("");
    }

    private String logIn(SourceAccount account) {
        Optional<SourceAccount> byLogin = source.findByLogin(account.address());
        if (byLogin.filter(found -> found.key().equals(account.key())).isEmpty()) {
            throw new UnavailableException(
                    "nobody can log in as "
                            + account.address()
                            + ": nothing is found by "
                            + config.mapping().login().fill(tree.name(account.address())));
        }
        return account.address() + " may log in";
    }

    private String passwords() {
        String manager =
                config.manager()
                        .or(config::searcher)
                        .map(identity -> ", without the old one as " + identity)
                        .orElse("");
        return "judged by "
                + config.logIn().name().toLowerCase(Locale.ROOT)
                + "; changed "
                + switch (config.passwordChange()) {
                    case OFF -> "at the directory only";
                    case EXTENDED -> "by RFC 3062" + manager;
                    case UNICODE_PWD -> "by unicodePwd" + manager;
                    case CLEAR -> "by writing it" + manager;
                    case SSHA, SSHA512, ARGON2 ->
                            "by writing its "
                                    + config.passwordChange().name().toLowerCase(Locale.ROOT)
                                    + " hash"
                                    + manager;
                };
    }
}
