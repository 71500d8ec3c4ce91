// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.ldap.connection.LdapConnectionConfig;
import org.pabal.directory.ldap.connection.LdapIdentity;
import org.pabal.directory.ldap.mapping.DnTemplate;
import org.pabal.directory.ldap.mapping.Mapping;
import org.pabal.message.Domain;

/// The settings of one directory that is asked by LDAP.
///
/// @param searcher who searches; empty: anonymous
/// @param manager who writes passwords and hosts; empty: who searches
/// @param domains whose accounts it knows, at least one; the first completes bare names, unless the
///     base has a place for the domain
/// @param base where the search begins
/// @param pageSize entries of one answer when all are listed
public record LdapConfig(
        LdapConnectionConfig connection,
        Optional<LdapIdentity> searcher,
        Optional<LdapIdentity> manager,
        List<Domain> domains,
        DnTemplate base,
        Scope scope,
        Mapping mapping,
        LogIn logIn,
        PasswordChange passwordChange,
        HostChange hostChange,
        int pageSize,
        LdapGroupConfig groups) {

    /// How far below the base. RFC 4511 §4.5.1.2.
    public enum Scope {
        ONE,
        SUB
    }

    /// How a password is judged.
    public enum LogIn {
        /// The server tries it, with all its rules of locking and expiry.
        BIND,
        /// Its hash is read and compared here.
        COMPARE
    }

    /// How a password is changed.
    public enum PasswordChange {
        /// By the extended operation of RFC 3062.
        EXTENDED,
        /// By writing a hash.
        SSHA512,
        SSHA,
        ARGON2,
        /// By writing it as it is; the server hashes it.
        CLEAR,
        /// By Active Directory's `unicodePwd`, over TLS only.
        UNICODE_PWD,
        /// Not at all.
        OFF
    }

    /// Whether {@code pabal account move} may write the directory.
    public enum HostChange {
        ALLOWED,
        REFUSED
    }

    public LdapConfig {
        domains = List.copyOf(domains);
        if (domains.isEmpty() || pageSize < 1) {
            throw new IllegalArgumentException("a directory has a domain, a page an entry");
        }
    }

    public static LdapConfig of(
            LdapConnectionConfig connection,
            List<Domain> domains,
            DnTemplate base,
            Mapping mapping) {
        return new LdapConfig(
                connection,
                Optional.empty(),
                Optional.empty(),
                domains,
                base,
                Scope.SUB,
                mapping,
                LogIn.BIND,
                PasswordChange.EXTENDED,
                HostChange.REFUSED,
                500,
                LdapGroupConfig.NONE);
    }
}
