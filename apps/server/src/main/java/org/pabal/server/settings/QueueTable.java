// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;

/// How long mail waits, and who is told of it: `queue.*`, `bounces.*`, `ledger.*`, `quota.*`.
public final class QueueTable {
    static final Section SECTION = new Section();

    public static final Setting<Duration> QUEUE_FIRST_RETRY =
            SECTION.add(
                    "queue.first-retry",
                    Form.TIME,
                    "5m",
                    "The wait after the first failed attempt; it doubles with each.");
    public static final Setting<Duration> QUEUE_LONGEST_RETRY =
            SECTION.add(
                    "queue.longest-retry",
                    Form.TIME,
                    "4h",
                    "The longest wait between two attempts.");
    public static final Setting<Duration> QUEUE_EXPIRY =
            SECTION.add(
                    "queue.expiry",
                    Form.TIME,
                    "5d",
                    "After this time a mail that could not be delivered is returned.");
    public static final Setting<Duration> QUEUE_DELAY_WARNING =
            SECTION.add(
                    "queue.delay-warning",
                    Form.TIME,
                    "4h",
                    "After this time the sender is told that a mail is still on its way.");
    public static final Setting<Integer> QUEUE_CONCURRENCY =
            SECTION.add(
                    "queue.concurrency",
                    Form.COUNT,
                    "400",
                    "The most deliveries at a time, to all destinations together.");
    public static final Setting<Integer> QUEUE_PER_DESTINATION =
            SECTION.add(
                    "queue.concurrency-per-destination",
                    Form.COUNT,
                    "20",
                    "The most deliveries at a time to one destination. It begins with five, grows"
                            + " while they succeed and shrinks when connections fail.");
    public static final Setting<Duration> QUEUE_DESTINATION_REST =
            SECTION.add(
                    "queue.destination-rest",
                    Form.TIME,
                    "5m",
                    "How long a destination that does not answer is left alone; it doubles with each"
                            + " failed attempt after that, up to eight times as long.");
    public static final Setting<Integer> QUEUE_MAX_ENTRIES =
            SECTION.add(
                    "queue.max-entries",
                    Form.COUNT,
                    "1000000",
                    "With so many entries in the queue, new mail that must wait is deferred.");
    public static final Setting<String> BOUNCES_STRANGERS =
            SECTION.add(
                    "bounces.of-strangers",
                    Form.oneOf("postmaster", "sender", "nobody"),
                    "postmaster",
                    "Who is told when mail that came from outside cannot be delivered on. Its sender"
                            + " may be forged, and the report would be spam to somebody else.");
    public static final Setting<String> BOUNCES_OF_REPORTS =
            SECTION.add(
                    "bounces.of-reports",
                    Form.oneOf("nobody", "postmaster"),
                    "nobody",
                    "Who is told when a report itself cannot be delivered; the ledger always knows.");
    public static final Setting<Long> BOUNCES_MAX_RETURNED =
            SECTION.add(
                    "bounces.max-returned-message",
                    Form.SIZE_IN_OCTETS,
                    "50 KiB",
                    "Up to this size an undeliverable mail comes back whole, beyond it only its"
                            + " header; at most 10 MiB.");
    public static final Setting<Duration> LEDGER_RETENTION =
            SECTION.add(
                    "ledger.retention",
                    Form.TIME,
                    "30d",
                    "How long the ledger remembers what became of each mail.");
    public static final Setting<List<String>> QUOTA_WARNING_PERCENT =
            SECTION.add(
                    "quota.warning-percent",
                    Form.LIST,
                    "90",
                    "At which percentages of its quota an account gets a mail that warns it; `0` for"
                            + " none.");

    private QueueTable() {}
}
