// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.testkit.Transcript;
import org.pabal.testkit.TranscriptPlayer;
import org.slf4j.LoggerFactory;

/// What the operator's log is told about a session.
class SmtpLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(SmtpSession.class);
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(events);
    }

    private List<String> logOf(String transcript) throws Exception {
        Path file = Path.of("src", "test", "transcripts", transcript + ".txt");
        try (SmtpStage stage = new SmtpStage()) {
            TranscriptPlayer.play(Transcript.parse(file), stage);
        }
        return events.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void oneLineForEachThingRefusedOrAccepted() throws Exception {
        assertThat(logOf("rcpt/a-refused-recipient-leaves-the-others-alone"))
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .matches(
                                                "INFO session=\\w+ event=refused command=rcpt"
                                                        + " argument=<nobody@example.org>"
                                                        + " client=\\S+"
                                                        + " reply=\"550 5.1.1 No such recipient here\""
                                                        + " reason=\"unknown recipient\""),
                        line -> assertThat(line).contains(" command=rcpt ", " reply=\"550 5.7.1 "),
                        line ->
                                assertThat(line)
                                        .matches(
                                                "INFO session=\\w+ event=accepted"
                                                        + " from=<alice@example.net> recipients=1"
                                                        + " octets=25"
                                                        + " reply=\"250 2.6.0 Stored as mail 1\""));
    }

    @Test
    void injectionIsOneWarning() throws Exception { // THREATS T01
        assertThat(logOf("starttls/injection"))
                .singleElement()
                .asString()
                .matches("WARN session=\\w+ event=starttls-injection client=\\S+");
    }

    @Test
    void bugIsAnErrorWithItsStackTrace() throws Exception {
        assertThat(logOf("session/bug-at-rcpt").getFirst()).matches("ERROR session=\\w+ event=bug");
        assertThat(events.list.getFirst().getThrowableProxy()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth/plain",
                "auth/plain-in-two-steps",
                "auth/login",
                "auth/login-with-the-name-at-once",
                "auth/wrong-credentials",
                "auth/malformed"
            })
    void credentialsAreNeverLogged(String transcript) throws Exception { // THREATS F08
        String log = String.join("\n", logOf(transcript));
        assertThat(log).doesNotContain("secret", "AHdyb25n", "AGFsaWNl", "c2VjcmV0", "AG5vYm9keQ");
    }
}
