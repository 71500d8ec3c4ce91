// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.sasl.LoginGuard;
import org.pabal.smtp.FakeMailSystem.Question;
import org.pabal.smtp.SmtpConfig.Role;

/// Any order of commands, with troubles of the service in between: the service sees each
/// transaction begin and end once (which the fake asserts), and the client gets whole replies only.
class SmtpSessionPropertyTest {
    private static final List<String> COMMANDS =
            List.of(
                    "EHLO x",
                    "HELO x",
                    "LHLO x",
                    "MAIL FROM:<a@example.net>",
                    "MAIL FROM:<a@example.net>",
                    "MAIL FROM:<a@example.net> SIZE=99999999999",
                    "RCPT TO:<bob@example.org>",
                    "RCPT TO:<bob@example.org>",
                    "RCPT TO:<nobody@example.org>",
                    "DATA",
                    "DATA",
                    "RSET",
                    "NOOP",
                    "VRFY x",
                    "STARTTLS",
                    "AUTH PLAIN AGFsaWNlAHNlY3JldA==",
                    "nonsense",
                    ".",
                    "QUIT");

    @Test
    void everyTransactionEndsOnce() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            FakeMailSystem system = new FakeMailSystem();
            system.account("bob@example.org");
            if (random.nextInt(3) == 0) {
                Question where = Question.values()[random.nextInt(Question.values().length)];
                if (random.nextBoolean()) {
                    system.outOfOrder(where);
                } else {
                    system.bug(where);
                }
            }
            try {
                play(random, system);
            } catch (AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
        }
    }

    private static void play(Random random, FakeMailSystem system) {
        Role role = Role.values()[random.nextInt(Role.values().length)];
        List<String> commands = new ArrayList<>();
        for (int i = random.nextInt(30); i >= 0; i--) {
            commands.add(COMMANDS.get(random.nextInt(COMMANDS.size() - random.nextInt(2))));
        }
        BatchConnection connection = new BatchConnection(commands);
        SmtpConfig config = SmtpConfig.defaults(role, "mx.example.org");
        new SmtpSession(
                        connection,
                        config,
                        system.service(),
                        new SmtpSurroundings(
                                Optional.empty(),
                                SmtpObserver.NONE,
                                _ -> {},
                                InstantSource.system(),
                                LoginGuard.NONE,
                                LoggedInSessions.NONE))
                .run();
        assertThat(system.contentsOpen).hasValue(0);
        assertThat(connection.packets)
                .allSatisfy(
                        packet -> assertThat(packet).matches("(?s)([2-5][0-9]{2}[ -][^\r]*\r\n)+"));
    }
}
