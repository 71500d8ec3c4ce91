// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.authd.DovecotAuthConfig.UserForm;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Against a Dovecot that is played; the real one is asked in testing/conformance.
class DovecotAuthSourceTest {
    private static final Address BOB = Address.of("bob@example.org");

    private final List<ServerSocket> servers = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    /// Answers each line by the text of the function; an empty one by closing.
    private ServiceAddress played(String greeting, Function<String, String> answers)
            throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        servers.add(server);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        while (true) {
                            Socket socket = server.accept();
                            connections.add(socket);
                            Thread.ofVirtual().start(() -> serve(socket, greeting, answers));
                        }
                    } catch (IOException closed) {
                        // The test is over.
                    }
                });
        return new ServiceAddress.Inet("127.0.0.1", server.getLocalPort());
    }

    private void serve(Socket socket, String greeting, Function<String, String> answers) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = socket.getOutputStream();
            out.write(greeting.getBytes(StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                asked.add(line);
                String answer = answers.apply(line);
                if (answer.isEmpty()) {
                    return;
                }
                out.write(answer.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException gone) {
            // It was closed at the other end.
        }
    }

    @AfterEach
    void end() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    private DovecotAuthSource source(
            UserForm form, Function<String, String> clients, Function<String, String> users)
            throws IOException {
        return new DovecotAuthSource(
                new DovecotAuthConfig(
                        "old",
                        Set.of(Domain.of("example.org")),
                        played(
                                "VERSION\t1\t2\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t2\nDONE\n",
                                clients),
                        played("VERSION\t1\t1\nSPID\t1\n", users),
                        form,
                        Duration.ofSeconds(5)),
                new Wire(WireLimits.standard()));
    }

    /// What a line about a question is answered; greetings are answered by silence that has a name.
    private static Function<String, String> to(String command, String answer) {
        return line ->
                line.startsWith(command + "\t")
                        ? answer.replace("ID", line.split("\t")[1])
                        : "NOISE\n";
    }

    private static Function<String, String> nobody() {
        return to("USER", "NOTFOUND\tID\n");
    }

    @Test
    void usersAreLookedUpAndAskedForByTheirName() throws IOException {
        try (DovecotAuthSource source =
                source(
                        UserForm.NAME,
                        to("AUTH", "OK\tID\tuser=bob\n"),
                        to("USER", "USER\tID\tbob\tuid=1000\thome=/home/bob\n"))) {
            SourceAnswer.Known bob = (SourceAnswer.Known) source.find(BOB);
            assertThat(bob.account().address()).isEqualTo(BOB);
            assertThat(source.verify(Optional.of(bob.account()), "sec\u00e9ret")).isTrue();
            assertThat(source.find(Address.of("bob@example.net")))
                    .isInstanceOf(SourceAnswer.Unknown.class);
            assertThat(asked)
                    .contains("USER\t1\tbob\tservice=pabal")
                    .anyMatch(line ->
                            line.matches(
                                    "AUTH\t1\tPLAIN\tservice=pabal\tnologin\tno-penalty"
                                            + "\tsecured\tresp="
                                            + AuthStage.plain("bob", "sec\u00e9ret")));
        }
    }

    @Test
    void oneConnectionServesQuestionAfterQuestion() throws IOException {
        try (DovecotAuthSource source =
                source(UserForm.ADDRESS, to("AUTH", "FAIL\tID\tuser=bob\n"), nobody())) {
            SourceAccount bob = SourceAccount.user("bob", BOB, "");
            for (int i = 0; i < 20; i++) {
                assertThat(source.find(BOB)).isInstanceOf(SourceAnswer.Unknown.class);
                assertThat(source.verify(Optional.of(bob), "wrong")).isFalse();
            }
            assertThat(source.verify(Optional.empty(), "wrong")).isFalse();
            assertThat(source.verify(Optional.of(bob), "")).isFalse(); // THREATS A01
            assertThat(asked).filteredOn(line -> line.startsWith("AUTH")).hasSize(21);
            assertThat(connections).hasSize(2);
        }
    }

    @Test
    void aRestartOverThereIsNotNoticed() throws IOException {
        try (DovecotAuthSource source =
                source(
                        UserForm.ADDRESS,
                        to("AUTH", ""),
                        to("USER", "USER\tID\tBob@Example.Org\n"))) {
            assertThat(source.find(BOB)).isInstanceOf(SourceAnswer.Known.class);
            for (Socket socket : connections) {
                socket.close();
            }
            assertThat(((SourceAnswer.Known) source.find(BOB)).account().key())
                    .isEqualTo("bob@example.org");
        }
    }

    @Test
    void noAnswerIsNeitherRightNorWrong() throws IOException { // THREATS A13
        SourceAccount bob = SourceAccount.user("bob", BOB, "");
        for (String answer :
                new String[] {
                    "FAIL\tID\ttemp\n",
                    "FAIL\tID\tuser=bob\tcode=temp_fail\n",
                    "CONT\tID\t\n",
                    "OK\n".repeat(500),
                    "x".repeat(20_000) + "\n",
                    ""
                }) {
            try (DovecotAuthSource source =
                    source(UserForm.ADDRESS, to("AUTH", answer), to("USER", "FAIL\tID\n"))) {
                assertThatThrownBy(() -> source.verify(Optional.of(bob), "secret"))
                        .isInstanceOf(UnavailableException.class);
                assertThatThrownBy(() -> source.find(BOB)).isInstanceOf(UnavailableException.class);
                assertThat(source.check(Optional.empty()).getLast().passed()).isFalse();
            }
        }
    }

    @Test
    void accountsAreListed() throws IOException {
        try (DovecotAuthSource source =
                source(
                        UserForm.NAME,
                        to("AUTH", "FAIL\tID\n"),
                        to("LIST", "LIST\tID\tbob\nLIST\tID\ta b\nLIST\tID\teve\nDONE\tID\n"))) {
            List<String> found = new ArrayList<>();
            source.list(page -> {
                page.forEach(account -> found.add(account.key()));
                return true;
            });
            assertThat(found).contains("bob@example.org", "eve@example.org");
        }
    }

    @Test
    void theCheckSaysWhatItFound() throws IOException {
        try (DovecotAuthSource source =
                source(UserForm.ADDRESS, to("AUTH", "FAIL\tID\n"), nobody())) {
            assertThat(source.check(Optional.of(BOB)))
                    .extracting(CheckStep::name, CheckStep::passed)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("passdb", true),
                            org.assertj.core.groups.Tuple.tuple("userdb", true),
                            org.assertj.core.groups.Tuple.tuple("find", false));
            assertThat(source.health().getFirst()).endsWith("answers");
        }
    }
}
