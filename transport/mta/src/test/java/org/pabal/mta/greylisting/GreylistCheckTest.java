// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.greylisting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.filter.greylist.Greylist;
import org.pabal.filter.greylist.GreylistRules;
import org.pabal.filter.greylist.GreylistStore;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.testing.MtaStage.Session;

/// What clients meet when all strangers are greylisted.
final class GreylistCheckTest {
    private final MtaStage stage = new MtaStage(1);
    private final Account alice = stage.directory.account("alice@d.example");
    private boolean spf;

    @BeforeEach
    void greylist() {
        Greylist greylist =
                new Greylist(
                        GreylistRules.defaults(), new GreylistStore(stage.storage), stage.clock);
        stage.checks =
                Checks.NONE.and(
                        Optional.of(() ->
                                new GreylistCheck(
                                        greylist::ask,
                                        address -> address.getHostAddress().startsWith("10."),
                                        _ -> spf)));
    }

    @Test
    void aServerComesAgainAndGetsItsMailThrough() {
        Session first = stage.receive("c@far.example");
        assertEquals(
                "451 4.7.1 Greylisted, which is no error: try again in 5 minutes; mail servers do"
                        + " that by themselves",
                text(first.rcpt("alice@d.example")));
        stage.clock.advance(Duration.ofSeconds(270));
        assertTrue(
                text(stage.receive("c@far.example").rcpt("alice@d.example"))
                        .contains("try again in 1 minute;"));
        stage.clock.advance(Duration.ofSeconds(30));
        String reply = stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("250 "), reply);
        assertEquals(1, stage.mailboxes.messages(alice).size());
    }

    /// An address that does not exist is refused for good: whoever asks learns no more by waiting.
    @Test
    void unknownRecipientsAreRefusedAtOnce() {
        String reply = text(stage.receive("c@far.example").rcpt("nobody@d.example"));
        assertTrue(reply.startsWith("550 5.1.1 "), reply);
    }

    @Test
    void thoseWhoNeedNotWait() {
        stage.directory.account("postmaster@d.example");
        assertTaken(stage.receive("").to("alice@d.example"));
        assertTaken(stage.receive("c@far.example").to("postmaster@d.example"));
        assertTaken(stage.receiveFrom("10.1.2.3", "c@far.example").to("alice@d.example"));
        spf = true;
        assertTaken(stage.receive("c@far.example").to("alice@d.example"));
    }

    private static void assertTaken(Session session) {
        List<String> replies = List.of(session.send(MESSAGE));
        assertTrue(replies.getFirst().startsWith("250 "), replies.toString());
    }
}
