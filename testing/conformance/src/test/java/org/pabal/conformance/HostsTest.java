// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hosts of one mail system: mail comes to one and is kept by the other, which is killed, comes
/// back and is removed.
class HostsTest {
    private static final byte[] MAIL =
            "From: x@far.test\r\nSubject: hello\r\n\r\nHi.\r\n".getBytes(StandardCharsets.US_ASCII);

    @TempDir private Path folder;

    private PabalProcess host(String name) throws Exception {
        Path home = Files.createDirectory(folder.resolve(name));
        return PabalProcess.at(
                        PabalProcess.data(
                                home,
                                "[cluster]\naddress = \"127.0.0.1\"\n[local]\nenabled = false\n"))
                .named(name + ".pabal.test");
    }

    private static String said(PabalProcess host, String... arguments) throws Exception {
        return host.pabal("", arguments).mustSucceed().output();
    }

    @Test
    void mailIsKeptByTheHostOfItsAccountAndWaitsWhileThatIsAway() throws Exception {
        PabalProcess first = host("front");
        said(first, "cluster", "init", "front");
        try (PabalProcess front = first.with("pabal.test").start();
                PabalProcess back = host("back").with("pabal.test", "hurd").start()) {
            String token = said(front, "cluster", "invite", "back").strip();
            assertThat(said(back, "cluster", "join", token)).contains("It knows: front");
            assertThat(host("late").pabal("", "cluster", "join", token).exitCode()).isEqualTo(1);
            front.pabal(
                            "hurd-secret\n",
                            "account",
                            "add",
                            "hurd@pabal.test",
                            "--password-stdin",
                            "--host",
                            "back")
                    .mustSucceed();
            assertThat(said(front, "route", "explain", "hurd@pabal.test"))
                    .contains("hurd@pabal.test lives on host back: lmtp to 127.0.0.1:");

            front.send("x@far.test", "hurd@pabal.test", MAIL);
            assertThat(back.awaitMail("hurd", 1)).contains("Subject: hello");
            assertThat(said(back, "trace", "hurd@pabal.test"))
                    .contains("from host   front, where it is ");

            back.kill();
            front.send("x@far.test", "hurd@pabal.test", MAIL);
            assertThat(front.pabal("", "cluster", "status").exitCode()).isEqualTo(69);
            assertThat(said(front, "queue", "list")).contains("(host back)");
            back.start();
            said(front, "queue", "retry", "--all");
            assertThat(back.awaitMail("hurd", 2)).contains("Subject: hello");
            assertThat(said(front, "cluster", "status")).contains("0 mails wait");

            said(front, "cluster", "remove", "back");
            assertThat(said(back, "cluster", "list")).contains("This host was removed");
            assertThat(said(front, "route", "explain", "hurd@pabal.test"))
                    .contains("451 4.3.5")
                    .contains("none of ours");
            assertThat(front.pabal("", "cluster", "invite", "a b").exitCode()).isEqualTo(1);
        }
    }
}
