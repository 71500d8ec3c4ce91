// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.LoginService;

class SaslauthdSessionTest {
    private final AuthStage stage = new AuthStage();

    @AfterEach
    void end() {
        stage.close();
    }

    private String ask(String... texts) throws IOException {
        InetSocketAddress server = stage.saslauthd();
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(10_000);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            for (String text : texts) {
                byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                out.writeShort(octets.length);
                out.write(octets);
            }
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readUnsignedShort()];
            in.readFully(answer);
            assertThat(in.read()).isEqualTo(-1);
            return new String(answer, StandardCharsets.UTF_8);
        }
    }

    @Test
    void rightAndWrong() throws IOException {
        assertThat(ask("alice@example.org", "correct horse", "imap", "")).isEqualTo("OK");
        assertThat(stage.services).containsOnly(LoginService.IMAP);
        assertThat(ask("alice", "correct horse", "ftp", "example.org")).isEqualTo("OK");
        assertThat(stage.services).contains(LoginService.AUTH);
        assertThat(ask("alice", "correct horse", "imap", "")).isEqualTo("OK");
        assertThat(ask("alice", "correct horse", "imap", "example.net")).startsWith("NO");
        assertThat(ask("alice@example.org", "correct horse", "imap", "example.net"))
                .isEqualTo("OK");
    }

    @Test
    void oneAnswerForEveryReason() throws IOException { // THREATS A02, A08
        String wrong = ask("alice", "wrong", "imap", "");
        assertThat(wrong).startsWith("NO");
        assertThat(ask("nobody", "wrong", "imap", "")).isEqualTo(wrong);
        assertThat(ask("alice", "", "imap", "")).isEqualTo(wrong);
        assertThat(ask("", "correct horse", "imap", "")).isEqualTo(wrong);
        assertThat(ask("alice", "correct horse\0", "imap", "")).isEqualTo(wrong);
        assertThat(ask("alice\0x", "correct horse", "imap", "")).isEqualTo(wrong);
        assertThat(stage.failed).hasSize(6).containsOnly("127.0.0.1");
        assertThat(ask("alice", "x".repeat(1_024), "imap", "")).isEqualTo(wrong);
        assertThat(ask("alice", "x".repeat(1_025))).startsWith("NO");
    }

    @Test
    void outOfOrderIsNotWrong() throws IOException { // THREATS A13
        stage.outOfOrder = true;
        assertThat(ask("alice", "correct horse", "imap", "")).startsWith("UN");
    }

    @Test
    void aQuestionThatEndsEarlyHasNoAnswer() throws IOException {
        InetSocketAddress server = stage.saslauthd();
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[] {0, 5, 'a'});
            socket.shutdownOutput();
            assertThat(new DataInputStream(socket.getInputStream()).read()).isEqualTo(-1);
        } catch (EOFException none) {
            throw new AssertionError(none);
        }
    }
}
