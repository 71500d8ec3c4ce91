// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.Language;
import org.pabal.dns.ZoneResolver;
import org.pabal.jmap.Check;
import org.pabal.message.Address;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;
import org.pabal.wire.http.HttpClient;

/// A server of the web on loopback, and what looking at it comes to.
final class WebhookCheckTest {
    private static final String ZONE =
            "hook.example. A 127.0.0.1\nother.example. A 127.0.0.1\ninside.example. A 10.1.2.3\n";
    private static final Account BOB =
            new Account(
                    new AccountId(1),
                    Address.of("bob@example.org"),
                    "",
                    Language.ENGLISH,
                    OptionalLong.empty(),
                    true);

    @TempDir private Path folder;

    private final Wire wire = new Wire(WireLimits.standard());
    private volatile String status = "200 OK";
    private volatile String request = "";

    @SuppressWarnings("NullAway.Init")
    private CertificateFiles files;

    @SuppressWarnings("NullAway.Init")
    private Listener listener;

    @BeforeEach
    void open() throws IOException {
        files =
                SelfSigned.createIfAbsent(
                        folder.resolve("tls"), "hook.example", InstantSource.system());
        TlsCertificates own = new TlsCertificates(List.of(files), InstantSource.system());
        listener =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "https",
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        connection -> {
                            connection.startTls(own);
                            answer(connection);
                        });
        listener.start();
    }

    @AfterEach
    void close() {
        listener.close();
        wire.close();
    }

    /// As to HEAD: with the length of a body that does not follow.
    private void answer(Connection connection) throws IOException {
        connection.readDeadline(Duration.ofSeconds(5));
        StringBuilder read = new StringBuilder();
        while (connection.readLine(1_000, 0) instanceof Connection.Line.Complete(var octets)
                && octets.length > 0) {
            read.append(new String(octets, StandardCharsets.US_ASCII)).append('\n');
        }
        request = read.toString();
        connection.write(
                ("HTTP/1.1 " + status + "\r\nContent-Length: 99\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        connection.flush();
    }

    private List<Check.Step> run(String url) throws IOException {
        return new WebhookCheck(
                        ZoneResolver.of(ZONE),
                        new HttpClient(
                                new Connector(wire), TlsClientContext.trusting(files.chain())),
                        InetAddress::isLoopbackAddress,
                        Duration.ofSeconds(5),
                        System::nanoTime)
                .run(BOB, url.replace("PORT", Integer.toString(port())));
    }

    private int port() {
        return ((InetSocketAddress) listener.boundAddress()).getPort();
    }

    private static List<String> states(List<Check.Step> steps) {
        return steps.stream()
                .map(step -> step.name() + " " + step.state() + " " + step.hint())
                .map(String::strip)
                .toList();
    }

    @Test
    void aHookThatIsThereIsAskedForNothing() throws IOException {
        List<Check.Step> steps = run("https://hook.example:PORT/trigger?key=1");
        assertThat(states(steps))
                .containsExactly(
                        "url OK", "name OK", "address OK", "connect OK", "tls OK", "answer OK");
        assertThat(steps.getLast().said()).isEqualTo("HTTP 200");
        assertThat(steps.get(4).said()).startsWith("TLSv1.");
        assertThat(request).startsWith("HEAD /trigger?key=1 HTTP/1.1\n");
    }

    @Test
    void aHookThatKnowsNoHeadIsThereToo() throws IOException {
        status = "405 Method Not Allowed";
        assertThat(states(run("https://hook.example:PORT/x"))).endsWith("answer OK try-it");
        status = "503 Busy";
        assertThat(states(run("https://hook.example:PORT/x"))).endsWith("answer BAD server-error");
    }

    @Test
    void nothingInsideIsReached() throws IOException {
        assertThat(states(run("https://inside.example/x")))
                .containsExactly(
                        "url OK",
                        "name OK",
                        "address BAD inside",
                        "connect SKIPPED",
                        "tls SKIPPED",
                        "answer SKIPPED");
        assertThat(states(run("https://10.0.0.1/x"))).contains("address BAD inside");
    }

    @Test
    void eachStepFailsByItself() throws IOException {
        String closed = "https://hook.example:" + port() + "/x";
        assertThat(states(run("http://hook.example/x"))).startsWith("url BAD url");
        assertThat(states(run("no url"))).startsWith("url BAD url");
        assertThat(states(run("https://nowhere.example/x"))).contains("name BAD no-such-name");
        assertThat(states(run("https://other.example:PORT/x")))
                .contains("connect OK", "tls BAD tls");
        listener.close();
        assertThat(states(run(closed))).contains("connect BAD unreachable");
    }
}
