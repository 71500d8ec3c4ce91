// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.pabal.smtp.Leniency;
import org.pabal.smtp.SmtpObserver;
import org.pabal.smtp.SmtpReply;

/// What the sessions of one service of SMTP did, for metrics.
final class SmtpCounts implements SmtpObserver {
    /// The codes of refusals that have a count of their own; others share 400 and 500.
    static final List<Integer> CODES =
            List.of(
                    400, 421, 450, 451, 452, 454, 500, 501, 502, 503, 504, 530, 535, 538, 550, 551,
                    552, 553, 554, 555, 556);

    private static final int HIGHEST_CODE = 600;

    final LongAdder open = new LongAdder();
    final LongAdder sessions = new LongAdder();
    final LongAdder mails = new LongAdder();
    final LongAdder octets = new LongAdder();
    final LongAdder logins = new LongAdder();
    final LongAdder failedLogins = new LongAdder();
    private final AtomicLongArray refusals = new AtomicLongArray(HIGHEST_CODE);
    private final Map<Leniency, LongAdder> tolerated = new EnumMap<>(Leniency.class);

    SmtpCounts() {
        for (Leniency leniency : Leniency.values()) {
            tolerated.put(leniency, new LongAdder());
        }
    }

    long refusals(int code) {
        return refusals.get(code);
    }

    long deviations(Leniency leniency) {
        return tolerated.getOrDefault(leniency, new LongAdder()).sum();
    }

    @Override
    public void sessionOpened() {
        sessions.increment();
        open.increment();
    }

    @Override
    public void sessionClosed() {
        open.decrement();
    }

    @Override
    public void mailAccepted(long size) {
        mails.increment();
        octets.add(size);
    }

    @Override
    public void refused(SmtpReply reply) {
        boolean own = CODES.contains(reply.code());
        refusals.incrementAndGet(own ? reply.code() : reply.code() / 100 * 100);
    }

    @Override
    public void authenticated() {
        logins.increment();
    }

    @Override
    public void authenticationFailed() {
        failedLogins.increment();
    }

    @Override
    public void tolerated(Leniency leniency) {
        tolerated.getOrDefault(leniency, new LongAdder()).increment();
    }
}
