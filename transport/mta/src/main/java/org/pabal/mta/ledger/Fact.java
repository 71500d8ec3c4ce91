// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger;

/// What a ledger record can tell besides its outcome. The numbers are those on disk and are never
/// given to another; the names are those of `pabal trace --json` and of the log.
public enum Fact {
    /// Of the mail as a whole, in its record {@link LedgerRecord.Outcome#ACCEPTED}.
    CLIENT_ADDRESS(1, "client"),
    CLIENT_NAME(2, "clientName"),
    HELO(3, "helo"),
    /// As Received says it behind `with`.
    PROTOCOL(4, "protocol"),
    /// Version and cipher suite; with the client, or with the next host.
    TLS(5, "tls"),
    /// The identity that AUTH established.
    LOGIN(6, "login"),
    MECHANISM(7, "mechanism"),
    OCTETS(8, "octets"),
    MESSAGE_ID(9, "messageId"),
    /// `received`, `submitted` or `report`.
    ORIGIN(10, "origin"),
    /// The mail that this one reports on or goes on from.
    ABOUT(11, "about"),

    /// What authentication found, in the words of RFC 8601, each with the name it is about: `pass
    /// example.net`.
    SPF(12, "spf"),
    DKIM(13, "dkim"),
    DMARC(14, "dmarc"),
    ARC(15, "arc"),
    /// The domain whose seal was trusted.
    ARC_SEALER(16, "arcSealer"),
    /// Why a mail was let in that these alone would have kept out.
    LET_IN(17, "letIn"),
    /// Domain and selector of each signature that we made.
    SIGNED(18, "signed"),
    /// The reverse-path as it was on the wire, where that was one of SRS; the record has the original
    /// sender.
    REVERSE_PATH(19, "reversePath"),

    /// Where the copy goes, when that is not the recipient as the client named it.
    ADDRESS(20, "address"),
    ACCOUNT(21, "account"),
    MAILBOX(22, "mailbox"),
    UID(23, "uid"),
    UID_VALIDITY(24, "uidValidity"),
    /// Into which mailbox whoever handed the mail over wanted it.
    ASKED_MAILBOX(25, "askedMailbox"),

    /// The host of this mail system that handed the mail on, and its own id for it.
    FRONT(26, "front"),
    FRONT_MAIL(27, "frontMail"),

    /// What the spam filter said: the score, what was required and the outcome: `7.3/5.0 junk`.
    SPAM(28, "spam"),
    /// What it found, each with its points: `SPF_FAIL=2.0,LINK_MISMATCH=2.5`.
    SPAM_TESTS(29, "spamTests"),

    /// The host that was spoken with.
    HOST(30, "host"),
    HOST_ADDRESS(31, "hostAddress"),
    /// RFC 3463 status of the attempt.
    STATUS(32, "status"),
    NEXT_ATTEMPT(33, "nextAttempt"),
    ATTEMPT(34, "attempt"),
    DESTINATION(35, "destination"),
    /// Milliseconds from the acceptance to this record.
    DELAY(36, "delayMillis"),

    /// The mail that carries the report, or that this one goes on as; or all that left because of it,
    /// with spaces between them.
    MAIL(40, "mail"),
    /// Who or what decided: a rule, a script, a filter, an operator.
    RULE(41, "rule"),
    /// The recipient as the client named it, where that was an address of SRS; the record has whom it
    /// leads to.
    FORWARD_PATH(42, "forwardPath"),
    /// What a script decided to do, each in a few words.
    ACTIONS(43, "actions"),
    /// Which parts of the owner's own script have acted, each on a line: id and name of a rule, or the
    /// line's number.
    RULES(44, "rules");

    private static final Fact[] BY_NUMBER = new Fact[64];

    static {
        for (Fact fact : values()) {
            BY_NUMBER[fact.number] = fact;
        }
    }

    private final int number;
    private final String word;

    Fact(int number, String word) {
        this.number = number;
        this.word = word;
    }

    int number() {
        return number;
    }

    public String word() {
        return word;
    }

    static Fact of(int number) {
        Fact fact = number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        if (fact == null) {
            throw new IllegalArgumentException("no fact of the ledger has the number " + number);
        }
        return fact;
    }
}
