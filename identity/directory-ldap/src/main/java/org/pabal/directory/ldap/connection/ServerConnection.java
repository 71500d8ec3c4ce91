// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.pabal.wire.ServiceSockets;

/// An open connection, used by one at a time.
final class ServerConnection {
    private final LdapServer server;
    private final LDAPConnection ldap;
    private final List<ServiceSockets> sockets;
    private final Instant since;
    private Instant used;

    ServerConnection(
            LdapServer server, LDAPConnection ldap, List<ServiceSockets> sockets, Instant since) {
        this.server = server;
        this.ldap = ldap;
        this.sockets = sockets;
        this.since = since;
        this.used = since;
    }

    /// @return for what belongs to one connection, and those that it follows referrals by
    static List<ServiceSockets> newSockets() {
        return new CopyOnWriteArrayList<>();
    }

    LdapServer server() {
        return server;
    }

    LDAPConnection ldap() {
        return ldap;
    }

    Instant since() {
        return since;
    }

    Instant used() {
        return used;
    }

    void usedAt(Instant now) {
        used = now;
    }

    /// Asks, and is cut off when the time is over.
    <T> T ask(Question<T> question, TimeLeft time, Deadlines deadlines) throws LDAPException {
        Future<?> end = deadlines.in(time.left(), this::abort);
        try {
            return question.ask(ldap);
        } finally {
            end.cancel(false);
        }
    }

    /// Says good-bye.
    void close() {
        ldap.close();
    }

    /// Frees whoever waits for the server.
    void abort() {
        sockets.forEach(ServiceSockets::abort);
    }

    /// After {@link #abort}, or when it is broken.
    void drop() {
        abort();
        ldap.closeWithoutUnbind();
    }
}
