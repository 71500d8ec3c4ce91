// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.directory.ldap.LdapConfig;
import org.pabal.directory.ldap.LdapConfig.HostChange;
import org.pabal.directory.ldap.LdapConfig.LogIn;
import org.pabal.directory.ldap.LdapConfig.PasswordChange;
import org.pabal.directory.ldap.LdapConfig.Scope;
import org.pabal.directory.ldap.LdapGroupConfig;
import org.pabal.directory.ldap.LdapGroupConfig.Nesting;
import org.pabal.directory.ldap.LdapSource;
import org.pabal.directory.ldap.connection.LdapConnectionConfig;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Balance;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Referrals;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Security;
import org.pabal.directory.ldap.connection.LdapIdentity;
import org.pabal.directory.ldap.connection.LdapServer;
import org.pabal.directory.ldap.mapping.DnTemplate;
import org.pabal.directory.ldap.mapping.FilterTemplate;
import org.pabal.directory.ldap.mapping.GroupRule;
import org.pabal.directory.ldap.mapping.Mapping;
import org.pabal.directory.ldap.mapping.Profile;
import org.pabal.directory.password.HashingPool;
import org.pabal.message.Domain;
import org.pabal.server.settings.DirectoryTable;
import org.pabal.server.settings.LdapTable;
import org.pabal.server.settings.NamedTable;
import org.pabal.server.settings.Setting;
import org.pabal.wire.TlsClientContext;

/// Makes sources of the tables `[directories.NAME]` of type `ldap`.
final class LdapDirectories {
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(15);

    /// Where passwords are compared here: past this many a log-in is put off.
    private static final int MAX_WAITING_HASHES = 1_000;

    private LdapDirectories() {}

    /// @param hosts the declared host that a name means
    static LdapSource open(NamedTable table, Function<String, Optional<String>> hosts)
            throws StartFailure {
        try {
            return new LdapSource(
                    config(table),
                    hosts,
                    new HashingPool(Runtime.getRuntime().availableProcessors(), MAX_WAITING_HASHES),
                    new SecureRandom(),
                    InstantSource.system());
        } catch (IOException | IllegalArgumentException unusable) {
            throw new StartFailure(
                    table.origin() + ": directories." + table.name() + ": " + unusable.getMessage(),
                    unusable);
        }
    }

    private static LdapConfig config(NamedTable table) throws IOException, StartFailure {
        Profile profile = Profile.of(table.get(LdapTable.PROFILE)).orElseThrow();
        return new LdapConfig(
                connection(table, profile),
                identity(table, LdapTable.BIND_DN, LdapTable.BIND_PASSWORD_FILE),
                identity(table, LdapTable.MANAGER_DN, LdapTable.MANAGER_PASSWORD_FILE),
                table.get(DirectoryTable.DOMAINS).stream().map(Domain::of).toList(),
                DnTemplate.parse(table.get(LdapTable.BASE)),
                constant(Scope.class, table.get(LdapTable.SCOPE)),
                mapping(table, profile),
                constant(LogIn.class, table.get(LdapTable.LOGIN)),
                passwordChange(table.get(LdapTable.PASSWORD_CHANGE), profile),
                table.get(LdapTable.WRITE_HOST) ? HostChange.ALLOWED : HostChange.REFUSED,
                table.get(LdapTable.PAGE_SIZE),
                groups(table, profile));
    }

    private static LdapGroupConfig groups(NamedTable table, Profile profile) {
        return new LdapGroupConfig(
                table.get(LdapTable.GROUP_BASE).map(DnTemplate::parse),
                table.get(LdapTable.RIGHTS_FILTER).map(FilterTemplate::parse),
                profile == Profile.ACTIVE_DIRECTORY ? Nesting.CHAIN : Nesting.READ);
    }

    private static LdapConnectionConfig connection(NamedTable table, Profile profile)
            throws IOException {
        List<LdapServer> servers =
                table.get(LdapTable.SERVERS).stream().map(LdapServer::parse).toList();
        Optional<Path> authorities = table.get(LdapTable.AUTHORITIES);
        return new LdapConnectionConfig(
                table.name(),
                servers,
                constant(Balance.class, table.get(LdapTable.BALANCE)),
                constant(Security.class, table.get(LdapTable.TLS)),
                referrals(table.get(LdapTable.REFERRALS), profile),
                authorities.isPresent()
                        ? TlsClientContext.trusting(authorities.get())
                        : TlsClientContext.trustingAuthorities(),
                table.get(LdapTable.TIME_LIMIT),
                table.get(LdapTable.CONNECT_LIMIT),
                table.get(LdapTable.CONNECTIONS),
                table.get(LdapTable.MAX_AGE),
                CHECK_INTERVAL);
    }

    private static Referrals referrals(String text, Profile profile) {
        if (text.equals("auto")) {
            return profile == Profile.ACTIVE_DIRECTORY ? Referrals.IGNORE : Referrals.REFUSE;
        }
        return constant(Referrals.class, text);
    }

    private static PasswordChange passwordChange(String text, Profile profile) {
        if (text.equals("auto")) {
            return profile == Profile.ACTIVE_DIRECTORY
                    ? PasswordChange.UNICODE_PWD
                    : PasswordChange.EXTENDED;
        }
        return constant(PasswordChange.class, text);
    }

    private static Mapping mapping(NamedTable table, Profile profile) {
        Mapping mapping =
                profile.mapping()
                        .withFilters(
                                table.get(LdapTable.FIND_FILTER).map(FilterTemplate::parse),
                                table.get(LdapTable.LOGIN_FILTER).map(FilterTemplate::parse),
                                table.get(LdapTable.LIST_FILTER).map(FilterTemplate::parse))
                        .withAttributes(table.get(LdapTable.ATTRIBUTES))
                        .withQuotaUnit(quotaUnit(table.get(LdapTable.QUOTA_UNIT)));
        Optional<FilterTemplate> group =
                table.get(LdapTable.GROUP_FILTER).map(FilterTemplate::parse);
        if (group.isPresent()) {
            GroupRule.Form form =
                    constant(GroupRule.Form.class, table.get(LdapTable.GROUP_MEMBERS));
            mapping = mapping.withGroups(group.get(), form);
        }
        Optional<FilterTemplate> condition = table.get(LdapTable.FILTER).map(FilterTemplate::parse);
        return condition.isPresent() ? mapping.restrictedTo(condition.get()) : mapping;
    }

    private static long quotaUnit(String text) {
        return switch (text) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
    }

    private static Optional<LdapIdentity> identity(
            NamedTable table, Setting<String> dn, Setting<Optional<Path>> password)
            throws StartFailure {
        Optional<Path> file = table.get(password);
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new LdapIdentity(table.get(dn), SecretFile.read(file.get())));
    }

    /// A word of the settings as the constant of its name.
    private static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
