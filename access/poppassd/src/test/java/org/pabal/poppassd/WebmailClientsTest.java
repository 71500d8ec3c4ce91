// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pabal.testkit.Peer;

/// The webmail programs that change passwords by this protocol, each with what it takes for a yes.
/// One that takes a no for a yes, or a yes for a no, is what the first of the brief's accounts is
/// about.
class WebmailClientsTest {
    private static final String DONE = "2\\d\\d.*";
    private static final String DONE_OR_GO_ON = "[23]\\d\\d.*";

    /// @param quits says `quit` and wants a yes to that as well
    private record Client(
            String name, String greeting, String user, String pass, String newPass, boolean quits) {

        /// Whether it shows its user a success.
        boolean change(Peer server, String login, String old, String fresh) throws IOException {
            try (server) {
                var in = new BufferedReader(new InputStreamReader(server.input(), UTF_8));
                return Pattern.matches(greeting, in.readLine())
                        && isYes(server, in, "user " + login, user)
                        && isYes(server, in, "pass " + old, pass)
                        && isYes(server, in, "newpass " + fresh, newPass)
                        && (!quits || isYes(server, in, "quit", DONE));
            }
        }

        private static boolean isYes(Peer server, BufferedReader in, String line, String yes)
                throws IOException {
            server.output().write((line + "\r\n").getBytes(UTF_8));
            server.output().flush();
            return Pattern.matches(yes, in.readLine());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Client> clients() {
        return Stream.of(
                new Client("RainLoop 1.15", DONE, DONE_OR_GO_ON, DONE_OR_GO_ON, DONE, true),
                new Client("SnappyMail 2", DONE, DONE_OR_GO_ON, DONE_OR_GO_ON, DONE, true),
                new Client("Roundcube 1.6", DONE, DONE_OR_GO_ON, DONE_OR_GO_ON, DONE, false),
                new Client("Horde Passwd", DONE, DONE_OR_GO_ON, DONE_OR_GO_ON, DONE, true),
                new Client("strict about 3xx", DONE, "3\\d\\d .*", "3\\d\\d .*", "200 .*", true));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void eachSeesASuccessOnlyWhenThereIsOne(Client client) throws Exception {
        try (PoppassdStage stage = new PoppassdStage()) {
            assertThat(client.change(stage.connect(), "alice", "wrong", "battery staple"))
                    .isFalse();
            assertThat(client.change(stage.connect(), "alice", "correct horse", "short")).isFalse();
            stage.then("alice logs in with \"correct horse\"");

            for (List<String> change :
                    List.of(
                            List.of("correct horse", "battery staple"),
                            List.of("battery staple", "비밀 번호 바꾸기"))) {
                assertThat(
                                client.change(
                                        stage.connect(),
                                        "alice@example.org",
                                        change.get(0),
                                        change.get(1)))
                        .isTrue();
                stage.then("alice logs in with \"" + change.get(1) + "\"");
                stage.then("alice is refused with \"" + change.get(0) + "\"");
            }
        }
    }
}
