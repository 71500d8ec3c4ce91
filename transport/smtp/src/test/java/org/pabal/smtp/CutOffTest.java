// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.sasl.LoginGuard;
import org.pabal.smtp.SmtpConfig.Login;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.wire.TlsFacts;

/// A client that is gone after any number of octets (THREATS S22, T08): only whole mails are there,
/// every content is closed, every transaction told its end, and no reply is cut.
class CutOffTest {
    private static final String TWO_MAILS =
            "EHLO client.example.net\r\n"
                    + "AUTH PLAIN AGFsaWNlAHNlY3JldA==\r\n"
                    + "MAIL FROM:<a@example.net> SIZE=20 RET=FULL\r\n"
                    + "RCPT TO:<bob@example.org> NOTIFY=NEVER\r\n"
                    + "RCPT TO:<nobody@example.org>\r\n"
                    + "DATA\r\nSubject: x\r\n\r\nhello\r\n.\r\n"
                    + "NOOP\r\n"
                    + "MAIL FROM:<a@example.net> BODY=8BITMIME\r\n"
                    + "RCPT TO:<bob@example.org>\r\n"
                    + "BDAT 9\r\nSubject: BDAT 7\r\ny\r\n\r\nhi"
                    + "BDAT 2 LAST\r\n\r\nQUIT\r\n";

    private static final Optional<TlsFacts> TLS =
            Optional.of(
                    new TlsFacts(
                            "TLSv1.3",
                            "TLS_AES_128_GCM_SHA256",
                            Optional.empty(),
                            Map.of(),
                            Optional.empty()));

    private static FakeMailSystem play(
            byte[] sent, Role role, Optional<TlsFacts> tls, ScriptedConnection[] used) {
        FakeMailSystem system = new FakeMailSystem();
        system.account("bob@example.org");
        system.password("alice", "secret");
        ScriptedConnection connection = new ScriptedConnection(sent, tls);
        used[0] = connection;
        SmtpConfig config = SmtpConfig.defaults(role, "mx.example.org");
        new SmtpSession(
                        connection,
                        config.with(new Login(config.login().mechanisms(), false)),
                        system.service(),
                        new SmtpSurroundings(
                                Optional.empty(),
                                SmtpObserver.NONE,
                                _ -> {},
                                InstantSource.system(),
                                LoginGuard.NONE,
                                LoggedInSessions.NONE))
                .run();
        return system;
    }

    private static void playCutAt(byte[] sent, int end, Role role, Optional<TlsFacts> tls) {
        ScriptedConnection[] used = new ScriptedConnection[1];
        FakeMailSystem system = play(Arrays.copyOf(sent, end), role, tls, used);
        String what = role + " cut at " + end;
        assertThat(system.contentsOpen).as(what).hasValue(0);
        assertThat(used[0].said()).as(what).matches("(?s)([2-5][0-9]{2}[ -][^\r]*\r\n)*");
        for (FakeMailSystem.StoredMail mail : system.mails) {
            assertThat(mail.text())
                    .as(what)
                    .isIn("Subject: x\r\n\r\nhello\r\n", "Subject: y\r\n\r\nhi\r\n");
        }
    }

    @Test
    void atEveryOctet() {
        byte[] sent = TWO_MAILS.getBytes(StandardCharsets.UTF_8);
        for (Role role : Role.values()) {
            byte[] said =
                    role == Role.LMTP
                            ? TWO_MAILS.replace("EHLO", "LHLO").getBytes(StandardCharsets.UTF_8)
                            : sent;
            for (int end = 0; end <= said.length; end++) {
                playCutAt(said, end, role, Optional.empty());
                playCutAt(said, end, role, TLS);
            }
        }
    }

    @Test
    void whenNothingIsCutBothMailsAreThere() {
        ScriptedConnection[] used = new ScriptedConnection[1];
        byte[] sent = TWO_MAILS.getBytes(StandardCharsets.UTF_8);
        FakeMailSystem system = play(sent, Role.SUBMISSION, TLS, used);
        assertThat(system.mails).as(used[0].said()).hasSize(2);
        assertThat(used[0].said()).contains("250 2.0.0 9 octets\r\n").endsWith("connection\r\n");
    }

    /// Some octets changed: replies and promises stay whole.
    @Test
    void withOctetsChanged() {
        byte[] sent = TWO_MAILS.getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] changed = sent.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            ScriptedConnection[] used = new ScriptedConnection[1];
            Role role = Role.values()[random.nextInt(Role.values().length)];
            FakeMailSystem system = play(changed, role, TLS, used);
            assertThat(system.contentsOpen).as("seed %d", seed).hasValue(0);
            assertThat(used[0].said())
                    .as("seed %d", seed)
                    .matches("(?s)([2-5][0-9]{2}[ -][^\r]*\r\n)*");
        }
    }
}
