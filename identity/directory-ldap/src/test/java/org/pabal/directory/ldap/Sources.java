// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.ldap.LdapConfig.HostChange;
import org.pabal.directory.ldap.LdapConfig.LogIn;
import org.pabal.directory.ldap.LdapConfig.PasswordChange;
import org.pabal.directory.ldap.connection.LdapConnectionConfig;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Security;
import org.pabal.directory.ldap.connection.LdapIdentity;
import org.pabal.directory.ldap.connection.LdapServer;
import org.pabal.directory.ldap.mapping.DnTemplate;
import org.pabal.directory.ldap.mapping.Mapping;
import org.pabal.directory.ldap.mapping.Profile;
import org.pabal.directory.password.HashingPool;
import org.pabal.message.Domain;
import org.pabal.testkit.Slapd;

/// Sources for tests, without TLS unless a test asks for it.
final class Sources {
    static final HashingPool HASHING = new HashingPool(2, 100);

    /// `imap.mydomain.com` and its short name.
    static final Map<String, String> HOSTS =
            Map.of(
                    "imap.mydomain.com", "imap.mydomain.com",
                    "imap", "imap.mydomain.com",
                    "front.mydomain.com", "front.mydomain.com");

    private Sources() {}

    static LdapConnectionConfig connection(String... urls) {
        return LdapConnectionConfig.of("town", Arrays.stream(urls).map(LdapServer::parse).toList())
                .with(Security.OFF);
    }

    static LdapConfig config(String base, Profile profile, String domain, String... urls) {
        return LdapConfig.of(
                connection(urls),
                List.of(Domain.of(domain)),
                DnTemplate.parse(base),
                profile.mapping());
    }

    static LdapSource open(LdapConfig config) {
        return new LdapSource(
                config,
                name -> Optional.ofNullable(HOSTS.get(name)),
                HASHING,
                new SecureRandom(),
                InstantSource.system());
    }

    static LdapConfig with(LdapConfig config, LdapConnectionConfig connection) {
        return new LdapConfig(
                connection,
                config.searcher(),
                config.manager(),
                config.domains(),
                config.base(),
                config.scope(),
                config.mapping(),
                config.logIn(),
                config.passwordChange(),
                config.hostChange(),
                config.pageSize(),
                config.groups());
    }

    static LdapConfig with(LdapConfig config, Mapping mapping) {
        return new LdapConfig(
                config.connection(),
                config.searcher(),
                config.manager(),
                config.domains(),
                config.base(),
                config.scope(),
                mapping,
                config.logIn(),
                config.passwordChange(),
                config.hostChange(),
                config.pageSize(),
                config.groups());
    }

    static LdapConfig with(LdapConfig config, LogIn logIn) {
        return new LdapConfig(
                config.connection(),
                config.searcher(),
                config.manager(),
                config.domains(),
                config.base(),
                config.scope(),
                config.mapping(),
                logIn,
                config.passwordChange(),
                config.hostChange(),
                config.pageSize(),
                config.groups());
    }

    static LdapConfig with(LdapConfig config, PasswordChange change) {
        return new LdapConfig(
                config.connection(),
                config.searcher(),
                config.manager(),
                config.domains(),
                config.base(),
                config.scope(),
                config.mapping(),
                config.logIn(),
                change,
                HostChange.ALLOWED,
                config.pageSize(),
                config.groups());
    }

    static LdapConfig with(LdapConfig config, LdapGroupConfig groups) {
        return new LdapConfig(
                config.connection(),
                config.searcher(),
                config.manager(),
                config.domains(),
                config.base(),
                config.scope(),
                config.mapping(),
                config.logIn(),
                config.passwordChange(),
                config.hostChange(),
                config.pageSize(),
                groups);
    }

    /// As the database's manager.
    static LdapConfig managed(LdapConfig config, Slapd slapd) {
        var manager = Optional.of(new LdapIdentity(slapd.manager(), Slapd.MANAGER_PASSWORD));
        return new LdapConfig(
                config.connection(),
                manager,
                manager,
                config.domains(),
                config.base(),
                config.scope(),
                config.mapping(),
                config.logIn(),
                config.passwordChange(),
                config.hostChange(),
                config.pageSize(),
                config.groups());
    }
}
