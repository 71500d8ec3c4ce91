// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.mta.delivery.TlsPolicies;
import org.pabal.mta.tlspolicy.HttpsPolicySource;
import org.pabal.mta.tlspolicy.PolicyRefresh;
import org.pabal.mta.tlspolicy.StsPolicies;
import org.pabal.server.settings.DeliveryTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.Connector;
import org.pabal.wire.Wire;
import org.pabal.wire.http.HttpClient;

/// What other domains demand of TLS, and what is reported to them of it.
final class OutboundTls implements AutoCloseable {
    private final TlsPolicies policies;
    private final Optional<PolicyRefresh> refresh;

    OutboundTls(Foundation foundation, Settings settings, Wire wire, Resolver resolver)
            throws StartFailure {
        if (!settings.get(DeliveryTable.MTA_STS)) {
            this.policies = TlsPolicies.OPPORTUNISTIC;
            this.refresh = Optional.empty();
            return;
        }
        HttpClient https = new HttpClient(new Connector(wire), DeliverySettings.trust(settings));
        StsPolicies sts =
                new StsPolicies(
                        resolver,
                        new HttpsPolicySource(
                                resolver,
                                https,
                                settings.get(DeliveryTable.MTA_STS_PORT),
                                settings.get(DeliveryTable.MTA_STS_TIMEOUT)),
                        foundation.storage(),
                        foundation.clock(),
                        TlsPolicies.OPPORTUNISTIC);
        this.policies = sts;
        this.refresh = Optional.of(new PolicyRefresh(sts, foundation.clock()));
    }

    /// Those of the settings and DANE come before them.
    TlsPolicies policies() {
        return policies;
    }

    void start() {
        refresh.ifPresent(PolicyRefresh::start);
    }

    @Override
    public void close() {
        refresh.ifPresent(PolicyRefresh::close);
    }
}
