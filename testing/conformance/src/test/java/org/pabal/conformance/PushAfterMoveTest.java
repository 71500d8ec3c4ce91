// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A browser that is told by Web Push, before and after its account moves to another host: each host has
/// a key of its own. RFC 8292 §4, RFC 9749 §3
@Timeout(300)
class PushAfterMoveTest {
    private static final String BASIC = "bob@pabal.test:bob-secret";

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init")
    private WebReceiver push;

    @SuppressWarnings("NullAway.Init")
    private PabalProcess front;

    @SuppressWarnings("NullAway.Init")
    private PabalProcess home;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(Run.has("curl") && Run.has("openssl"));
        push = new WebReceiver(folder);
        front = host("front");
        home = host("home");
        front.start().with("pabal.test", "bob");
        front.pabal("", "cluster", "init").mustSucceed();
        String token =
                front.pabal("", "cluster", "invite", "home", "--address", "127.0.0.1")
                        .mustSucceed()
                        .output()
                        .strip();
        home.start().with("pabal.test", "bob");
        home.pabal("", "cluster", "join", token).mustSucceed();
    }

    private PabalProcess host(String name) throws Exception {
        Path data =
                PabalProcess.data(
                        Files.createDirectory(folder.resolve(name)),
                        """
                        [cluster]
                        name = "%s"
                        address = "127.0.0.1"
                        [delivery]
                        authorities = "%s"
                        [sieve]
                        notify-networks = ["127.0.0.1"]
                        """
                                .formatted(name, push.certificate.chain()));
        return PabalProcess.at(data).named(name + ".pabal.test");
    }

    @AfterEach
    @SuppressWarnings("NullAway")
    void close() {
        if (front != null) {
            front.close();
        }
        if (home != null) {
            home.close();
        }
        if (push != null) {
            push.close();
        }
    }

    @Test
    void theNewHostHasAnotherKeyAndNoneOfTheOldSubscriptions() throws Exception {
        String before = key();
        subscribe(before);
        isToldOf("first", before);

        front.pabal("", "account", "move", "bob@pabal.test", "home").mustSucceed();
        for (int i = 0; i < 300 && !livesAtHome(); i++) {
            Thread.sleep(100); // it is on its way
        }
        assertThat(livesAtHome()).as(front.log()).isTrue();

        String after = key();
        assertThat(after).isNotEqualTo(before);
        assertThat(call("PushSubscription/get", "\"ids\":null")).contains("\"list\":[]");
        front.send("ann@far.test", "bob@pabal.test", Mails.plain("unheard", "text"));
        subscribe(after);
        isToldOf("second", after);
        assertThat(push.isEmpty()).isTrue();
    }

    /// The key that browsers subscribe with, at the address by which they come.
    private String key() throws Exception {
        return between(curl("/jmap/session"), "\"applicationServerKey\":\"", "\"");
    }

    private boolean livesAtHome() throws Exception {
        return front.pabal("", "route", "explain", "bob@pabal.test")
                .output()
                .contains("on host home");
    }

    /// RFC 8620 §7.2.2: the code comes by the way that is to be proved.
    private void subscribe(String key) throws Exception {
        String made =
                call(
                        "PushSubscription/set",
                        "\"create\":{\"k\":{\"deviceClientId\":\"phone\",\"types\":[\"EmailDelivery\"],"
                                + "\"url\":\""
                                + push.url()
                                + "\"}}");
        String id = between(made, "\"id\":\"", "\"");
        String code = between(push.next(), "\"verificationCode\":\"", "\"");
        assertThat(push.authorization).startsWith("vapid t=").endsWith(", k=" + key);
        assertThat(
                        call(
                                "PushSubscription/set",
                                "\"update\":{\""
                                        + id
                                        + "\":{\"verificationCode\":\""
                                        + code
                                        + "\"}}"))
                .contains("\"updated\":{\"" + id);
    }

    private void isToldOf(String subject, String key) throws Exception {
        front.send("ann@far.test", "bob@pabal.test", Mails.plain(subject, "text"));
        assertThat(push.next()).contains("EmailDelivery");
        assertThat(push.authorization).endsWith(", k=" + key);
    }

    private String call(String method, String arguments) throws Exception {
        return curl(
                "/jmap/api",
                "--json",
                "{\"using\":[\"urn:ietf:params:jmap:core\"],\"methodCalls\":[[\""
                        + method
                        + "\",{"
                        + arguments
                        + "},\"0\"]]}");
    }

    private String curl(String path, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--max-time",
                                "60",
                                "--user",
                                BASIC));
        command.addAll(List.of(more));
        command.add("https://127.0.0.1:" + front.port(443) + path);
        return Run.command(command).run().mustSucceed().output();
    }

    private static String between(String text, String before, String after) {
        assertThat(text).contains(before);
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf(after, start));
    }
}
