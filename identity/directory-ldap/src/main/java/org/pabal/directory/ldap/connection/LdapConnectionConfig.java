// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import java.time.Duration;
import java.util.List;
import org.pabal.wire.TlsClientContext;

/// Which servers there are and how they are spoken to.
///
/// @param directory the name of the source, for messages
/// @param servers at least one
/// @param trust of their certificates
/// @param answerLimit for a question as a whole; THREATS L03 asks for 5 s
/// @param connectLimit of the connection to one address, and of each wait in TLS's handshake
/// @param maxConnections the most that are open for questions at once
/// @param maxAge after which a connection is made anew
/// @param checkInterval between two looks after idle connections and after servers that are down
public record LdapConnectionConfig(
        String directory,
        List<LdapServer> servers,
        Balance balance,
        Security security,
        Referrals referrals,
        TlsClientContext trust,
        Duration answerLimit,
        Duration connectLimit,
        int maxConnections,
        Duration maxAge,
        Duration checkInterval) {

    /// Which server is asked.
    public enum Balance {
        /// The first that is up.
        ORDER,
        /// One after the other.
        ROUND_ROBIN
    }

    /// What `ldap://` asks of a server.
    public enum Security {
        STARTTLS,
        /// Passwords and addresses go over the network as they are.
        OFF
    }

    /// What is made of an answer that says: ask over there.
    public enum Referrals {
        /// There is no answer then.
        REFUSE,
        /// What is here counts: Active Directory refers to its other partitions at each search.
        IGNORE,
        /// Over there is asked if it is one of the servers.
        FOLLOW
    }

    /// An answer is some entries of a few attributes; a group of 5,000 members has about this.
    static final int MAX_MESSAGE_OCTETS = 1024 * 1024;

    public LdapConnectionConfig {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("the directory " + directory + " has no servers");
        }
        if (maxConnections < 1
                || isNotPositive(answerLimit)
                || isNotPositive(connectLimit)
                || isNotPositive(maxAge)
                || isNotPositive(checkInterval)) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    private static boolean isNotPositive(Duration limit) {
        return limit.isNegative() || limit.isZero();
    }

    public static LdapConnectionConfig of(String directory, List<LdapServer> servers) {
        return new LdapConnectionConfig(
                directory,
                servers,
                Balance.ORDER,
                Security.STARTTLS,
                Referrals.REFUSE,
                TlsClientContext.trustingAuthorities(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                16,
                Duration.ofMinutes(30),
                Duration.ofSeconds(15));
    }

    public LdapConnectionConfig with(Balance other) {
        return new LdapConnectionConfig(
                directory,
                servers,
                other,
                security,
                referrals,
                trust,
                answerLimit,
                connectLimit,
                maxConnections,
                maxAge,
                checkInterval);
    }

    public LdapConnectionConfig with(Security other) {
        return new LdapConnectionConfig(
                directory,
                servers,
                balance,
                other,
                referrals,
                trust,
                answerLimit,
                connectLimit,
                maxConnections,
                maxAge,
                checkInterval);
    }

    public LdapConnectionConfig with(TlsClientContext other) {
        return new LdapConnectionConfig(
                directory,
                servers,
                balance,
                security,
                referrals,
                other,
                answerLimit,
                connectLimit,
                maxConnections,
                maxAge,
                checkInterval);
    }

    public LdapConnectionConfig withLimits(Duration answer, Duration connect) {
        return new LdapConnectionConfig(
                directory,
                servers,
                balance,
                security,
                referrals,
                trust,
                answer,
                connect,
                maxConnections,
                maxAge,
                checkInterval);
    }

    public LdapConnectionConfig withPool(int connections, Duration age) {
        return new LdapConnectionConfig(
                directory,
                servers,
                balance,
                security,
                referrals,
                trust,
                answerLimit,
                connectLimit,
                connections,
                age,
                checkInterval);
    }

    public LdapConnectionConfig with(Referrals other) {
        return new LdapConnectionConfig(
                directory,
                servers,
                balance,
                security,
                other,
                trust,
                answerLimit,
                connectLimit,
                maxConnections,
                maxAge,
                checkInterval);
    }
}
