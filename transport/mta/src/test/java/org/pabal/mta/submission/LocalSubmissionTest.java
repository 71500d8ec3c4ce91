// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.submission.LocalSubmitter.Refusals;
import org.pabal.mta.testing.MtaStage;
import org.pabal.storage.Change;
import org.pabal.storage.Space;

/// What `sendmail` submits.
class LocalSubmissionTest {
    private final MtaStage stage = new MtaStage(25);
    private Account bob;

    @BeforeEach
    void accounts() {
        bob = stage.directory.account("bob@d.example");
    }

    private MtaStage.Session session(String user, Refusals refusals, List<Change> remembered) {
        LocalSubmitter submitter =
                new LocalSubmitter(
                        user,
                        Address.of(user + "@d.example"),
                        "",
                        Domain.of("d.example"),
                        address -> address.localPart().equals("extra"),
                        refusals,
                        remembered);
        return stage.submitLocally(
                stage.submission.open(submitter, Checks.NONE), user + "@d.example");
    }

    private static String completed(String section) {
        LocalSubmitter submitter =
                new LocalSubmitter(
                        "bob",
                        Address.of("bob@d.example"),
                        "Bob \"B\" 밥",
                        Domain.of("d.example"),
                        _ -> false,
                        Refusals.TOLD,
                        List.of());
        byte[] octets = section.getBytes(StandardCharsets.ISO_8859_1);
        return new String(
                new LocalHeader(submitter).completed(octets), StandardCharsets.ISO_8859_1);
    }

    @Test
    void bareNamesGetTheirDomainAndOthersStay() {
        assertEquals(
                "From: Cron Daemon <root@d.example>\r\nSubject: a\r\n\r\n",
                completed("From: root (Cron Daemon)\r\nSubject: a\r\n\r\n"));
        assertEquals(
                "From: a@b.example\r\nTo: x@y.example,\r\n\t\"J. D.\" <bob@d.example>,\r\n"
                        + "\tus: carol@d.example;\r\n",
                completed(
                        "From: a@b.example\r\nTo: x@y.example, \"J. D.\" <bob>,\r\n us: carol;\r\n"));
        String whole = "From: \"a\"   <a@b.example>\r\nTo: undisclosed-recipients:;\r\n";
        assertEquals(whole, completed(whole));
    }

    @Test
    void anAuthorIsAddedWhereThereIsNone() {
        assertEquals(
                "Subject: a\r\nFrom: =?UTF-8?B?Qm9iICJCIiDrsKU=?= <bob@d.example>\r\n\r\n",
                completed("Subject: a\r\n\r\n"));
    }

    @Test
    void aTextWithoutHeaderIsABody() {
        String reply =
                session("root", Refusals.TOLD, List.of()).to("bob@d.example").send("hello\r\n");
        assertTrue(reply.startsWith("250 "), reply);
        String mail = stage.mailboxes.messages(bob).getFirst();
        assertTrue(mail.contains("From: root@d.example\r\n\r\nhello\r\n"), mail);
    }

    @Test
    void onlyHisOwnAddressesAreHis() {
        MtaStage.Session session = session("root", Refusals.TOLD, List.of());
        String mail = "From: %s\r\n\r\nHi.\r\n";
        assertEquals(
                "550 5.7.1 The From address is not yours",
                session.to("bob@d.example").send(mail.formatted("bob@d.example")));
        assertEquals(
                "553 5.7.1 Sender address is not yours", text(session.again("bob@d.example").mail));
        assertTrue(
                session.again("root@d.example")
                        .to("bob@d.example")
                        .send(mail.formatted("extra"))
                        .startsWith("250 "));
    }

    /// Where nobody waits, a refused recipient is accepted, and the queue reports it.
    @Test
    void refusalsAreReportedWhereNobodyWaits() {
        MtaStage.Session told = session("bob", Refusals.TOLD, List.of());
        assertTrue(text(told.rcpt("nobody@d.example")).startsWith("550 5.1.1 "));
        told.reset();
        session("bob", Refusals.REPORTED, List.of())
                .to("nobody@d.example")
                .send("Subject: a\r\n\r\nHi.\r\n");
        stage.work();
        String report = stage.mailboxes.messages(bob).getFirst();
        assertTrue(report.contains("nobody@d.example"), report);
        assertTrue(report.contains("5.1.1"), report);
        assertEquals(0, stage.queue.size());
    }

    @Test
    void whatIsRememberedIsDurableWithTheMail() {
        byte[] key = {'l', 1};
        session("bob", Refusals.TOLD, List.of(new Change.Put(key, new byte[] {7})))
                .to("bob@d.example")
                .send("Subject: a\r\n\r\nHi.\r\n");
        assertEquals(7, stage.storage.read(Space.Shared.COUNTERS, key).orElseThrow()[0]);
    }

    @Test
    void aUserHasTheLimitsOfAnAccount() {
        stage.accountRates = new AccountRates.Limits(1, 10, 10, 10);
        stage.build();
        MtaStage.Session session = session("www-data", Refusals.TOLD, List.of());
        session.to("bob@d.example").send("Subject: a\r\n\r\nHi.\r\n");
        assertTrue(text(session.again("www-data@d.example").mail).startsWith("450 4.7.1 "));
    }
}
