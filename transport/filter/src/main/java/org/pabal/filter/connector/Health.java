// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.connector;

import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.pabal.wire.LogText;
import org.pabal.wire.ServiceAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether another program is worth asking, counted and told to the operator. Safe for use by many
/// threads.
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final String name;
    private final ServiceAddress address;
    private final WhenDown whenDown;
    private final Breaker breaker;
    private final LongAdder asked = new LongAdder();
    private final LongAdder failed = new LongAdder();

    public Health(String name, ServiceAddress address, WhenDown whenDown, InstantSource clock) {
        this.name = name;
        this.address = address;
        this.whenDown = whenDown;
        this.breaker = Breaker.ofService(clock);
    }

    /// Whether to ask about a mail; {@link #answered}, {@link #failed} or {@link
    /// #broken} follows.
    public boolean mayAsk() {
        return breaker.mayAsk();
    }

    public void answered() {
        asked.increment();
        if (breaker.answered()) {
            LOG.info("event=filter-answers name={} address={}", name, address);
        }
    }

    public void failed(String reason) {
        String key = name.toLowerCase(Locale.ROOT);
        failed(
                "filter-silent",
                reason,
                "start it, or mend spam." + key + ".address; it is asked again by itself");
    }

    /// It could not be asked for a reason that nobody has foreseen, our own fault as a rule.
    ///
    /// @return the reason in a word
    public String broken(Throwable failure) {
        String key = name.toLowerCase(Locale.ROOT);
        failed(
                "filter-broken",
                failure.toString(),
                "report event=adviser-failed with its stack trace; spam."
                        + key
                        + ".when-down says what becomes of mail until then, without spam."
                        + key
                        + ".address nobody asks it");
        return failure.getClass().getSimpleName();
    }

    /// Said once when a pause begins, not for each mail.
    private void failed(String event, String reason, String hint) {
        asked.increment();
        failed.increment();
        if (breaker.failed(reason)) {
            LOG.warn(
                    "event={} name={} address={} reason={} mail={} hint=\"{}\"",
                    event,
                    name,
                    address,
                    new LogText(reason),
                    whenDown == WhenDown.DEFER ? "deferred" : "judged-without",
                    hint);
        }
    }

    public String trouble() {
        return breaker.trouble().orElse("");
    }

    public ConnectorStatus status() {
        return new ConnectorStatus(name, address.toString(), trouble(), asked.sum(), failed.sum());
    }
}
