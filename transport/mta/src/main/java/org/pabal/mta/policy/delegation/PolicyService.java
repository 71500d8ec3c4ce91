// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.delegation;

import java.io.IOException;
import java.util.function.Supplier;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.smtp.Verdict;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.LogPace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A policy service. Safe for use by many threads; makes a check for each connection.
public final class PolicyService implements Supplier<SessionCheck> {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyService.class);

    private final PolicyServiceConfig config;
    private final Connector connector;
    private final LogPace pace = new LogPace();

    /// @param connector of a `Wire` that demands no pace of bodies: a service thinks in silence
    public PolicyService(PolicyServiceConfig config, Connector connector) {
        this.config = config;
        this.connector = connector;
    }

    @Override
    public SessionCheck get() {
        return new PolicyServiceCheck(this);
    }

    PolicyServiceConfig config() {
        return config;
    }

    /// As the log and the ledger call it.
    String label() {
        return "policy service " + config.name();
    }

    Connection connect() throws IOException {
        Connection connection = connector.connect(config.address(), config.timeout());
        connection.readDeadline(config.timeout());
        return connection;
    }

    /// What a mail gets on which the service has failed.
    Verdict failed(IOException trouble) {
        pace.tell(times ->
                LOG.warn(
                        "event=policy-service-failed service={} address={} times={}"
                                + " default={} reason=\"{}\"",
                        config.name(),
                        config.address(),
                        times,
                        config.whenDown(),
                        trouble.getMessage()));
        return config.whenDown().verdict(label() + " failed: " + trouble.getMessage());
    }
}
