// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import com.unboundid.ldap.sdk.BindResult;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPBindException;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.pabal.message.UnavailableException;

/// Asks the servers of one directory. Every method throws {@link UnavailableException} when there is
/// no answer in time.
public final class LdapClient implements AutoCloseable {
    private final LdapConnectionConfig config;
    private final Optional<LdapIdentity> identity;
    private final Deadlines deadlines = new Deadlines();
    private final Servers servers;
    private final Connector connector;

    /// Two pools, so that no search ever runs as a user who has just logged in.
    private final Pool searches;

    private final Pool logins;

    /// @param identity who searches; empty: anonymous
    public LdapClient(
            LdapConnectionConfig config, Optional<LdapIdentity> identity, InstantSource clock) {
        this.config = config;
        this.identity = identity;
        this.servers = new Servers(config);
        this.connector = new Connector(config, deadlines, clock);
        this.searches = new Pool(config, identity, servers, connector, deadlines, clock);
        this.logins = new Pool(config, Optional.empty(), servers, connector, deadlines, clock);
        deadlines.every(config.checkInterval(), this::maintain);
    }

    public LdapConnectionConfig config() {
        return config;
    }

    /// @param step what it is, for messages
    /// @param question asked again when a connection breaks: nothing that changes anything
    public <T> T ask(String step, Question<T> question) {
        return searches.ask(step, question);
    }

    /// Tries a password. What the server says comes back, whether it is success or not; only an
    /// answer that means nothing is none.
    public BindResult bind(LdapIdentity user) {
        Control[] controls = {new DraftBeheraLDAPPasswordPolicy10RequestControl()};
        return logins.ask(
                "bind",
                ldap -> {
                    try {
                        return ldap.bind(
                                new SimpleBindRequest(user.dn(), user.password(), controls));
                    } catch (LDAPBindException refused) {
                        if (Failures.isBroken(refused.getResultCode())) {
                            throw refused;
                        }
                        return refused.getBindResult();
                    }
                });
    }

    /// A connection for one purpose: a change, or a question in several steps.
    ///
    /// @param as empty: anonymous
    public Session open(Optional<LdapIdentity> as) {
        TimeLeft time = TimeLeft.of(config.answerLimit());
        UnavailableException last = unavailable("all servers", "connect", "none was asked in time");
        List<LdapServer> turn = servers.inTurn();
        for (int i = 0; i < turn.size() && !time.isOver(); i++) {
            LdapServer server = turn.get(i);
            try {
                Session session =
                        new Session(connector.open(server, as, time.share(turn.size() - i)));
                servers.answers(server);
                return session;
            } catch (LDAPException failure) {
                last = unavailable(server.name(), "connect", Failures.reason(failure));
                if (as.equals(identity) || Failures.isBroken(failure.getResultCode())) {
                    servers.failed(server, "connect: " + Failures.reason(failure));
                }
            }
        }
        throw last;
    }

    /// A connection to one server, whatever is known of it.
    public Session open(LdapServer server, Optional<LdapIdentity> as) {
        try {
            return new Session(connector.open(server, as, TimeLeft.of(config.answerLimit())));
        } catch (LDAPException failure) {
            throw unavailable(server.name(), "connect", Failures.reason(failure));
        }
    }

    /// As who searches.
    public Session open() {
        return open(identity);
    }

    /// One connection, to be closed.
    public final class Session implements AutoCloseable {
        private final ServerConnection connection;

        private Session(ServerConnection connection) {
            this.connection = connection;
        }

        public LdapServer server() {
            return connection.server();
        }

        /// Asked once, within the limit of a question.
        public <T> T ask(String step, Question<T> question) {
            try {
                return connection.ask(question, TimeLeft.of(config.answerLimit()), deadlines);
            } catch (LDAPException failure) {
                throw unavailable(connection.server().name(), step, Failures.reason(failure));
            }
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private UnavailableException unavailable(String server, String step, String reason) {
        return Failures.unavailable(config.directory(), server, step, reason);
    }

    /// Servers that were down are tried here, so that no user has to find out.
    public void maintain() {
        for (LdapServer server : servers.down()) {
            try {
                connector.open(server, identity, TimeLeft.of(config.answerLimit())).close();
                servers.answers(server);
            } catch (LDAPException stillDown) {
                servers.failed(server, "connect: " + Failures.reason(stillDown));
            }
        }
        searches.maintain();
        logins.maintain();
    }

    /// One sentence on each server.
    public List<String> health() {
        return servers.health();
    }

    @Override
    public void close() {
        deadlines.close();
        searches.close();
        logins.close();
    }
}
