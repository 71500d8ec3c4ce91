// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.mta.acceptance.FullMailbox;
import org.pabal.mta.acceptance.RecipientConfig;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.testing.MtaStage;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;

/// What LMTP answers, and what it leaves in mailboxes.
class LmtpReceptionTest {
    private final MtaStage stage = new MtaStage(33);
    private Account bob;

    @BeforeEach
    void accounts() {
        bob = stage.directory.account("bob@d.example");
        stage.directory.account("front@d.example");
    }

    @Test
    void aFullMailboxIsRefusedForGoodWhereTheSettingsSaySo() {
        stage.recipientConfig = new RecipientConfig(Optional.empty(), Set.of(), FullMailbox.REJECT);
        stage.build();
        stage.directory.account("tight@d.example", OptionalLong.of(600), true, Language.ENGLISH);
        stage.receiveLmtp("c@far.example").to("tight@d.example").sendForReplies(MESSAGE);
        List<SmtpReply> replies =
                stage.receiveLmtp("c@far.example")
                        .to("tight@d.example", "bob@d.example")
                        .sendForReplies(MESSAGE);
        assertEquals("552 5.2.2 Mailbox full", text(replies.get(0)));
        assertEquals(250, replies.get(1).code());
        assertEquals(1, stage.mailboxes.messages(bob).size());
    }

    @Test
    void whoIsUnknownIsRefusedAtRcpt() {
        MtaStage.Session session = stage.receiveLmtp("c@far.example");
        assertTrue(text(session.rcpt("nobody@d.example")).startsWith("550 5.1.1 "));
        assertTrue(text(session.rcpt("x@far.example")).startsWith("554 5.7.1 "));
    }

    /// THREATS S29.
    @Test
    void rawEightBitHeadersAreKeptOctetForOctet() {
        String raw =
                new String("Subject: 아싸\r\nFrom: 밥 <b@x.example>\r\n".getBytes(eucKr()), latin());
        stage.receiveLmtp("c@far.example").to("bob@d.example").sendForReplies(raw + "\r\nHi.\r\n");
        String kept = stage.mailboxes.messages(bob).getFirst();
        assertTrue(kept.endsWith(raw + "\r\nHi.\r\n"), kept);
    }

    private static Charset eucKr() {
        return Charset.forName("EUC-KR");
    }

    private static Charset latin() {
        return StandardCharsets.ISO_8859_1;
    }

    /// THREATS S33: an account may log in here only when the settings name it.
    @Test
    void onlyNamedAccountsMayLogInToDeliver() {
        DeliveryLogins logins =
                new DeliveryLogins(
                        stage.directory,
                        _ -> LoginContext.ANYWHERE,
                        account -> account.address().localPart().equals("front"));
        MailService service = stage.reception.openLmtp(Checks.NONE, logins);
        assertEquals(
                "535 5.7.8 Authentication credentials invalid",
                text(service.authenticated(stage.client(Optional.of("bob@d.example")))));
        assertEquals(
                "accept",
                text(service.authenticated(stage.client(Optional.of("front@d.example")))));
        MailService nobody = stage.reception.openLmtp(Checks.NONE);
        assertEquals(
                "535 5.7.8 Authentication not available here",
                text(nobody.authenticated(stage.client(Optional.of("front@d.example")))));
    }
}
