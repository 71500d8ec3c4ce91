// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.connection;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Referrals;
import org.pabal.directory.ldap.connection.LdapConnectionConfig.Security;
import org.pabal.directory.ldap.connection.LdapServer.Scheme;
import org.pabal.wire.ServiceSockets;

/// Opens connections: TCP, TLS, bind.
final class Connector {
    private static final int MAX_REFERRALS = 2;

    private final LdapConnectionConfig config;
    private final Deadlines deadlines;
    private final InstantSource clock;

    Connector(LdapConnectionConfig config, Deadlines deadlines, InstantSource clock) {
        this.config = config;
        this.deadlines = deadlines;
        this.clock = clock;
    }

    /// @param identity empty: anonymous
    ServerConnection open(LdapServer server, Optional<LdapIdentity> identity, TimeLeft time)
            throws LDAPException {
        List<ServiceSockets> sockets = ServerConnection.newSockets();
        Future<?> end = deadlines.in(time.left(), () -> sockets.forEach(ServiceSockets::abort));
        try {
            LDAPConnection ldap = open(server, identity, sockets);
            return new ServerConnection(server, ldap, sockets, clock.instant());
        } catch (LDAPException | RuntimeException e) {
            sockets.forEach(ServiceSockets::abort);
            throw e;
        } finally {
            end.cancel(false);
        }
    }

    private LDAPConnection open(
            LdapServer server, Optional<LdapIdentity> identity, List<ServiceSockets> sockets)
            throws LDAPException {
        var own =
                new ServiceSockets(
                        server.host(),
                        config.trust(),
                        server.scheme() == Scheme.LDAPS
                                ? ServiceSockets.Tls.AT_ONCE
                                : ServiceSockets.Tls.LATER,
                        config.connectLimit());
        sockets.add(own);
        LDAPConnection ldap = new LDAPConnection(own, options(identity, sockets));
        ldap.connect(server.host(), server.port());
        if (server.scheme() == Scheme.LDAP && config.security() == Security.STARTTLS) {
            startTls(ldap, own);
        }
        if (identity.isPresent()) {
            var _ =
                    ldap.bind(
                            new SimpleBindRequest(identity.get().dn(), identity.get().password()));
        }
        return ldap;
    }

    /// Without TLS nothing is said. RFC 4511 §4.14.
    private static void startTls(LDAPConnection ldap, ServiceSockets sockets) throws LDAPException {
        try {
            var _ = ldap.processExtendedOperation(new StartTLSExtendedRequest(sockets));
        } catch (LDAPException failure) {
            throw Failures.isBroken(failure.getResultCode())
                    ? failure
                    : new LDAPException(
                            ResultCode.CONNECT_ERROR,
                            "it refuses StartTLS ("
                                    + failure.getResultCode().getName()
                                    + "); give it a certificate, or set tls to \"off\" where the"
                                    + " network is to be trusted",
                            failure);
        }
    }

    private LDAPConnectionOptions options(
            Optional<LdapIdentity> identity, List<ServiceSockets> sockets) {
        int answer = Math.toIntExact(config.answerLimit().toMillis());
        var options = new LDAPConnectionOptions();
        options.setUseSynchronousMode(true); // no thread that reads
        options.setConnectTimeoutMillis(answer);
        options.setResponseTimeoutMillis(answer);
        options.setMaxMessageSize(LdapConnectionConfig.MAX_MESSAGE_OCTETS);
        options.setBindWithDNRequiresPassword(true);
        options.setUseSchema(false);
        options.setAbandonOnTimeout(false);
        options.setFollowReferrals(config.referrals() == Referrals.FOLLOW);
        options.setReferralHopLimit(MAX_REFERRALS);
        options.setReferralConnector((url, _) -> follow(url, identity, sockets));
        return options;
    }

    /// A referral could name any host and would get our password: only the servers of the settings
    /// are believed in, and TLS is asked of them as ever. THREATS L03.
    private LDAPConnection follow(
            LDAPURL url, Optional<LdapIdentity> identity, List<ServiceSockets> sockets)
            throws LDAPException {
        for (LdapServer server : config.servers()) {
            if (server.host().equalsIgnoreCase(url.getHost()) && url.getPort() == server.port()) {
                return open(server, identity, sockets);
            }
        }
        throw new LDAPException(
                ResultCode.REFERRAL, "it refers to " + url + ", which is none of the servers");
    }
}
