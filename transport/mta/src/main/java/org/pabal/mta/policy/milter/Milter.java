// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.pabal.milter.MilterSession;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.smtp.Verdict;
import org.pabal.wire.Connector;
import org.pabal.wire.LogPace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A milter as one service asks it. Safe for use by many threads; makes a check for each connection.
public final class Milter implements Supplier<SessionCheck> {
    private static final Logger LOG = LoggerFactory.getLogger(Milter.class);

    private final MilterConfig config;
    private final MilterHost host;
    private final Connector connector;
    private final InstantSource clock;
    private final LogPace pace = new LogPace();

    /// @param host what it is told of this server
    /// @param connector of a `Wire` that demands no pace of bodies: a milter thinks in silence
    public Milter(MilterConfig config, MilterHost host, Connector connector, InstantSource clock) {
        this.config = config;
        this.host = host;
        this.connector = connector;
        this.clock = clock;
    }

    @Override
    public SessionCheck get() {
        return new MilterCheck(this);
    }

    /// As the log and the ledger call it.
    String label() {
        return "milter " + config.name();
    }

    MilterHost host() {
        return host;
    }

    MilterSession connect() throws IOException {
        return MilterSession.open(connector, config.address(), config.times(), clock);
    }

    /// What a mail gets on which the milter has failed. A milter that is down is told of once in a
    /// while, not with each mail.
    Verdict failed(IOException trouble) {
        pace.tell(times ->
                LOG.warn(
                        "event=milter-failed milter={} address={} times={} default={}"
                                + " reason=\"{}\"",
                        config.name(),
                        config.address(),
                        times,
                        config.whenDown(),
                        trouble.getMessage()));
        return config.whenDown().verdict(label() + " failed: " + trouble.getMessage());
    }
}
