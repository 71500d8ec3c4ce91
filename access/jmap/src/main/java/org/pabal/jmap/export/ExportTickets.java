// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.mailbox.MailboxId;

/// What has been allowed and not yet fetched. Each ticket is good once, for two minutes, for the browser's
/// session that asked for it. They are lost with the process: who finds a ticket gone asks for another,
/// which costs a click. Safe for use by many threads.
final class ExportTickets {
    static final Duration LIFETIME = Duration.ofMinutes(2);

    /// Of one account; the oldest goes first.
    private static final int MOST = 8;

    /// Accounts with tickets; beyond it those whose tickets are over are forgotten.
    private static final int SWEPT_ABOVE = 1_000;

    private static final int OCTETS = 24;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final ConcurrentHashMap<AccountId, Deque<Ticket>> open = new ConcurrentHashMap<>();

    /// @param random that nobody can foresee; safe for use by many threads
    ExportTickets(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /// @param mailbox empty for the whole account
    record Order(ExportFormat format, Optional<MailboxId> mailbox) {}

    record Ticket(String text, String session, Instant expires, Order order) {

        /// Takes as long for any other text.
        boolean is(String other) {
            return MessageDigest.isEqual(
                    text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
        }
    }

    Ticket issue(AccountId account, String session, Order order) {
        Instant now = clock.instant();
        if (open.size() > SWEPT_ABOVE) {
            open.keySet()
                    .forEach(each -> open.computeIfPresent(each, (_, all) -> living(all, now)));
        }
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        Ticket ticket =
                new Ticket(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(octets),
                        session,
                        now.plus(LIFETIME),
                        order);
        open.compute(
                account,
                (_, before) -> {
                    Deque<Ticket> all = before == null ? new ArrayDeque<>() : before;
                    if (all.size() == MOST) {
                        all.removeFirst();
                    }
                    all.addLast(ticket);
                    return all;
                });
        return ticket;
    }

    private static @Nullable Deque<Ticket> living(Deque<Ticket> all, Instant now) {
        all.removeIf(ticket -> !now.isBefore(ticket.expires()));
        return all.isEmpty() ? null : all;
    }

    /// Takes a ticket: it is good no more.
    ///
    /// @return empty for one that is not good here and now; nobody learns why
    Optional<Order> take(AccountId account, String session, String text) {
        Instant now = clock.instant();
        Ticket[] found = new Ticket[1];
        open.computeIfPresent(
                account,
                (_, all) -> {
                    for (Iterator<Ticket> each = all.iterator(); each.hasNext(); ) {
                        Ticket ticket = each.next();
                        if (ticket.is(text) && ticket.session().equals(session)) {
                            each.remove();
                            found[0] = ticket;
                        }
                    }
                    return living(all, now);
                });
        return Optional.ofNullable(found[0])
                .filter(ticket -> now.isBefore(ticket.expires()))
                .map(Ticket::order);
    }
}
