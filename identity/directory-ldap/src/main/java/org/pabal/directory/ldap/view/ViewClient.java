// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import com.unboundid.asn1.ASN1Buffer;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.ProtocolOp;
import com.unboundid.ldap.sdk.Control;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.LoginContext;
import org.pabal.directory.ldap.view.ViewConfig.LoginSecurity;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.SaslChannel;
import org.pabal.wire.Connection;

/// The client of one session: its connection, who it is, and what is said to it. For the session's
/// thread.
final class ViewClient {
    final Connection connection;
    final ViewConfig config;
    final ViewServices services;
    final ViewEntries entries;
    private final ASN1Buffer encoded = new ASN1Buffer();
    private final Runnable endOfSession;
    private Viewer viewer = new Viewer.Nobody();
    private int failedBinds;

    ViewClient(Connection connection, ViewConfig config, ViewServices services) {
        this.connection = connection;
        this.config = config;
        this.services = services;
        this.endOfSession = connection::endInput;
        this.entries =
                new ViewEntries(services.directory(), services.names(), services.ids(), config);
        becomeNobody();
    }

    Viewer viewer() {
        return viewer;
    }

    /// As before any bind: what the client's network may see.
    void becomeNobody() {
        leave();
        boolean reader =
                config.readers().stream()
                        .anyMatch(network -> network.contains(connection.remote().getAddress()));
        viewer = reader ? new Viewer.Reader() : new Viewer.Nobody();
        connection.readDeadline(reader ? config.idleDeadline() : config.bindDeadline());
    }

    /// @return false when the account has as many sessions as it may
    boolean become(Account account) {
        leave();
        if (!services.sessions().enter(account.id(), endOfSession)) {
            return false;
        }
        viewer = new Viewer.Person(account);
        connection.readDeadline(config.idleDeadline());
        return true;
    }

    /// No longer ended with the sessions of its account.
    void leave() {
        bound().ifPresent(account -> services.sessions().leave(account.id(), endOfSession));
    }

    /// Does something that ends the sessions of an account, and stays itself.
    <T> T staying(AccountId account, Supplier<T> doing) {
        boolean own = bound().map(Account::id).filter(account::equals).isPresent();
        if (own) {
            leave();
        }
        try {
            return doing.get();
        } finally {
            if (own) {
                services.sessions().enter(account, endOfSession);
            }
        }
    }

    Optional<Account> bound() {
        return viewer instanceof Viewer.Person(Account account)
                ? Optional.of(account)
                : Optional.empty();
    }

    /// The account as it is now: role and state may have changed since the bind.
    void renew() {
        Optional<Account> before = bound();
        if (before.isEmpty()) {
            return;
        }
        Optional<Account> now =
                services.directory().account(before.get().id()).filter(Account::enabled);
        if (now.isPresent()) {
            viewer = new Viewer.Person(now.get());
        } else {
            becomeNobody();
        }
    }

    boolean offersTls() {
        return services.tls().isPresent() && connection.tls().isEmpty();
    }

    /// False on a clear-text connection, unless the listener allows it (THREATS A06).
    boolean allowsPasswords() {
        return connection.tls().isPresent()
                || config.loginSecurity() == LoginSecurity.CLEARTEXT_ALLOWED;
    }

    LoginContext context() {
        return services.loginContexts().apply(connection);
    }

    Credentials credentials() {
        return services.directory().credentials(context());
    }

    SaslChannel channel() {
        return connection
                .tls()
                .map(tls -> new SaslChannel(tls.channelBindings(), tls.clientCertificate()))
                .orElse(SaslChannel.PLAIN);
    }

    /// @return how many binds failed in this session, this one included
    int countFailedBind() {
        return ++failedBinds;
    }

    void send(int id, ProtocolOp operation, List<Control> controls) throws IOException {
        encoded.clear();
        new LDAPMessage(id, operation, controls).writeTo(encoded);
        connection.write(encoded.toByteArray());
    }

    void send(int id, ProtocolOp operation) throws IOException {
        send(id, operation, List.of());
    }
}
