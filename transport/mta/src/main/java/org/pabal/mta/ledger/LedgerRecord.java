// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was decided about one recipient of a mail, or what became of it there; or, with an empty
/// recipient, what is known of the mail as a whole.
///
/// Addresses of SRS are shown as the original sender's, with the address itself as a fact; but what
/// was refused is shown as it was asked for.
///
/// @param session the id of the session that brought the mail
/// @param reversePath with its angle brackets
/// @param recipient an address, as the client named it
/// @param detail a reply word for word, or one sentence of ours; may be empty
/// @param queueId of the entry concerned; may be empty
/// @param facts whatever else is known; none is empty
public record LedgerRecord(
        Instant at,
        MailId mail,
        String session,
        String reversePath,
        String recipient,
        Outcome outcome,
        String detail,
        String queueId,
        Map<Fact, String> facts) {
    private static final int MAX_TEXT = 1_000;
    private static final List<Fact> PATHS = List.of(Fact.REVERSE_PATH, Fact.FORWARD_PATH);

    public LedgerRecord {
        session = bounded(session);
        reversePath = bounded(reversePath);
        recipient = bounded(recipient);
        detail = bounded(detail);
        queueId = bounded(queueId);
        Optional<String> sender = ShownAddress.ofPath(reversePath);
        if (sender.isPresent()) {
            facts = more(facts, Fact.REVERSE_PATH, ShownAddress.inside(reversePath));
            reversePath = sender.get();
        }
        Optional<String> reader =
                outcome == Outcome.REFUSED ? Optional.empty() : ShownAddress.of(recipient);
        if (reader.isPresent()) {
            facts = more(facts, Fact.FORWARD_PATH, recipient);
            recipient = reader.get();
        }
    }

    /// Nothing else is known.
    public LedgerRecord(
            Instant at,
            MailId mail,
            String session,
            String reversePath,
            String recipient,
            Outcome outcome,
            String detail,
            String queueId) {
        this(at, mail, session, reversePath, recipient, outcome, detail, queueId, Map.of());
    }

    private static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /// The same record that knows one thing more; without effect when the value is empty.
    public LedgerRecord with(Fact fact, String value) {
        if (value.isEmpty()) {
            return this;
        }
        return withFacts(more(facts, fact, bounded(value)));
    }

    private static Map<Fact, String> more(Map<Fact, String> facts, Fact fact, String value) {
        Map<Fact, String> more = new EnumMap<>(Fact.class);
        more.putAll(facts);
        more.put(fact, value);
        return more;
    }

    /// The same record with these facts alone, and the paths that it does not show.
    ///
    /// @param all is kept and must not be changed any more; none is empty
    public LedgerRecord withFacts(Map<Fact, String> all) {
        Map<Fact, String> facts = all;
        for (Fact path : PATHS) {
            String known = this.facts.get(path);
            if (known != null && !all.containsKey(path)) {
                facts = more(facts, path, known);
            }
        }
        return new LedgerRecord(
                at, mail, session, reversePath, recipient, outcome, detail, queueId, facts);
    }

    public Optional<String> fact(Fact fact) {
        return Optional.ofNullable(facts.get(fact));
    }

    /// Where the copy goes.
    public String address() {
        return facts.getOrDefault(Fact.ADDRESS, recipient);
    }

    /// How a recipient's story ends.
    public enum End {
        NONE,
        STORED,
        RELAYED,
        BOUNCED,
        DISCARDED,
        QUARANTINED,
        REFUSED,
        /// There is one copy for several recipients: its end is that of the first.
        JOINED,
        /// Goes on as another mail, which has its own end.
        CONTINUED
    }

    /// The numbers are those on disk.
    public enum Outcome {
        /// In a mailbox.
        STORED(1, End.STORED),
        /// Waits in the queue.
        QUEUED(2, End.NONE),
        /// Another server took it.
        RELAYED(3, End.RELAYED),
        /// Tried without success; will be tried again.
        DEFERRED(4, End.NONE),
        /// Given up; a report is owed or made.
        FAILED(5, End.NONE),
        /// The report was made.
        BOUNCED(6, End.BOUNCED),
        /// Given up and not reported, by the rule that `detail` names.
        DISCARDED(7, End.DISCARDED),
        /// Not accepted.
        REFUSED(8, End.REFUSED),
        /// An operator or a check holds it, or its worker broke several times and an operator must look.
        HELD(9, End.NONE),
        /// An operator took it out of the queue.
        REMOVED(10, End.DISCARDED),
        /// An operator released what was held.
        RELEASED(11, End.NONE),
        /// An operator asked for the next attempt at once.
        HURRIED(12, End.NONE),
        /// The mail was promised: its client, its envelope, its size.
        ACCEPTED(13, End.NONE),
        /// Another recipient's copy goes to the same address.
        JOINED(14, End.JOINED),
        /// Its address leads elsewhere by now: it goes on as another mail.
        CONTINUED(15, End.CONTINUED),
        /// Kept aside from the mailbox, by the rule that `detail` names.
        QUARANTINED(16, End.QUARANTINED),
        /// The sender was told that it takes longer.
        DELAY_REPORTED(17, End.NONE);

        private static final Outcome[] BY_NUMBER = new Outcome[values().length + 1];

        static {
            for (Outcome outcome : values()) {
                BY_NUMBER[outcome.number] = outcome;
            }
        }

        private final int number;
        private final End end;

        Outcome(int number, End end) {
            this.number = number;
            this.end = end;
        }

        public End end() {
            return end;
        }

        public boolean isEnd() {
            return end != End.NONE;
        }

        int number() {
            return number;
        }

        static Outcome of(int number) {
            if (number < 1 || number >= BY_NUMBER.length) {
                throw new IllegalArgumentException("no ledger outcome has the number " + number);
            }
            return BY_NUMBER[number];
        }
    }
}
