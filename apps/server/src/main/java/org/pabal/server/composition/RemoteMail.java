// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.mta.delivery.DanePolicies;
import org.pabal.mta.delivery.HostHealth;
import org.pabal.mta.delivery.HostSearch;
import org.pabal.mta.delivery.RemoteDelivery;
import org.pabal.mta.delivery.SmtpRemoteSession;
import org.pabal.mta.delivery.TlsPolicies;
import org.pabal.server.settings.DeliveryTable;
import org.pabal.wire.Connector;

/// Mail on its way to other hosts: which these are, what TLS they demand (DANE, MTA-STS and the
/// settings), and the sessions with them, which are kept a while for the next mail.
final class RemoteMail {
    private final OutboundTls tls;
    private final SmtpRemoteSession sessions;
    private final RemoteDelivery delivery;

    RemoteMail(Ground here, MailRoutes routes, Outbound outbound, Reports reports)
            throws StartFailure {
        this.sessions =
                new SmtpRemoteSession(
                        DeliverySettings.sessions(here.settings(), here.name()),
                        new Connector(here.wire()),
                        DeliverySettings.tls(here.settings()),
                        here.storage(),
                        reports.tls());
        this.tls =
                new OutboundTls(here.foundation(), here.settings(), here.wire(), here.resolver());
        this.delivery =
                new RemoteDelivery(
                        new HostSearch(
                                TransportSettings.delivery(here.settings(), here.name()),
                                here.resolver(),
                                here.random(),
                                policies(here, tls.policies()),
                                routes.others()),
                        new HostHealth(here.clock()),
                        sessions,
                        outbound.port(),
                        outbound.checks(),
                        reports.tls());
    }

    /// The settings come before DANE, DANE before what domains publish. RFC 8461 §2
    private static TlsPolicies policies(Ground here, TlsPolicies published) throws StartFailure {
        return DeliverySettings.policies(
                here.settings(),
                new DanePolicies(
                        here.resolver(),
                        here.settings().get(DeliveryTable.DELIVERY_PORT),
                        here.clock(),
                        published));
    }

    RemoteDelivery delivery() {
        return delivery;
    }

    OutboundTls tls() {
        return tls;
    }

    SmtpRemoteSession sessions() {
        return sessions;
    }
}
