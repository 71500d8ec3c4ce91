// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The doors of HTTP in the running server, with curl and with nginx in front.
class WebTest {
    @TempDir private Path folder;

    private static String curl(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "curl",
                                "--silent",
                                "--show-error",
                                "--insecure",
                                "--max-time",
                                "30"));
        command.addAll(List.of(arguments));
        return Run.command(command).run().mustSucceed().output();
    }

    private static String https(PabalProcess server, String path) {
        return "https://127.0.0.1:" + server.port(443) + path;
    }

    private static String http(PabalProcess server, String path) {
        return "http://127.0.0.1:" + server.port(80) + path;
    }

    /// What Thunderbird, Outlook and Apple's programs ask for; the last read by Python's plistlib.
    private static void programsSetThemselvesUp(PabalProcess server) throws Exception {
        String autoconfig = "/mail/config-v1.1.xml";
        String imaps = "<port>" + server.port(993) + "</port><socketType>SSL</socketType>";
        assertThat(curl(https(server, autoconfig + "?emailaddress=nobody%40pabal.test")))
                .contains("<emailProvider id=\"pabal.test\">", imaps);
        assertThat(
                        curl(
                                "--header",
                                "Host: autoconfig.pabal.test",
                                http(server, "/.well-known/autoconfig" + autoconfig)))
                .contains(imaps);
        assertThat(
                        curl(
                                "--include",
                                "--http1.1",
                                https(server, autoconfig + "?emailaddress=a@b.test")))
                .startsWith("HTTP/1.1 404 ");
        String asked = "<a><EMailAddress>nobody@pabal.test</EMailAddress></a>";
        assertThat(curl("--data", asked, https(server, "/autodiscover/autodiscover.xml")))
                .contains("<LoginName>nobody@pabal.test</LoginName>");
        assertThat(curl("--include", http(server, "/autodiscover/autodiscover.xml")))
                .startsWith("HTTP/1.1 301 ");
        assumeTrue(Run.has("python3"));
        String profile = curl(https(server, "/connect/apple.mobileconfig?address=bob@pabal.test"));
        assertThat(
                        Run.command(
                                        "python3",
                                        "-c",
                                        "import plistlib, sys; p = plistlib.loads(sys.stdin.buffer.read());"
                                                + " m = p['PayloadContent'][0];"
                                                + " print(p['PayloadType'], m['EmailAddress'],"
                                                + " m['IncomingMailServerPortNumber'],"
                                                + " 'IncomingPassword' in m)")
                                .input(profile.getBytes(StandardCharsets.UTF_8))
                                .run()
                                .mustSucceed()
                                .output())
                .isEqualTo("Configuration bob@pabal.test " + server.port(993) + " False\n");
        assertThat(curl("--include", "--http1.1", https(server, "/connect/none")))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void whatTheDoorsAnswer() throws Exception {
        assumeTrue(Run.has("curl"));
        Path data =
                PabalProcess.data(
                        folder,
                        "[http]\nmta-sts = \"enforce\"\nmta-sts-exchangers = [\"mx.pabal.test\"]\n");
        try (PabalProcess server = PabalProcess.at(data).start().with("pabal.test", "bob")) {
            for (String version : List.of("--http1.1", "--http2")) {
                assertThat(
                                curl(
                                        version,
                                        "--write-out",
                                        "%{http_version} %{response_code}",
                                        https(server, "/healthz")))
                        .isEqualTo("ok\n" + (version.equals("--http2") ? "2" : "1.1") + " 200");
            }
            programsSetThemselvesUp(server);
            assertThat(curl(http(server, "/healthz"))).isEqualTo("ok\n");
            assertThat(curl("--include", http(server, "/mail/inbox?x=%20y")))
                    .startsWith("HTTP/1.1 301 ")
                    .contains("Location: " + https(server, "/mail/inbox?x=%20y") + "\r\n");
            assertThat(curl("--include", "--data", "x=y", http(server, "/auth/login")))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(curl("--include", "--http1.1", https(server, "/jmap-is-not-here")))
                    .startsWith("HTTP/1.1 404 ")
                    .contains("Strict-Transport-Security: max-age=15552000")
                    .contains("X-Content-Type-Options: nosniff");
            assertThat(
                            curl(
                                    "--path-as-is",
                                    "--write-out",
                                    "%{response_code}",
                                    "--output",
                                    "/dev/null",
                                    https(server, "/..%2f..%2fetc/passwd")))
                    .isEqualTo("404");
            String policy = "mta-sts.pabal.test:" + server.port(443);
            assertThat(
                            curl(
                                    "--resolve",
                                    policy + ":127.0.0.1",
                                    "https://" + policy + "/.well-known/mta-sts.txt"))
                    .isEqualTo(
                            "version: STSv1\r\nmode: enforce\r\nmx: mx.pabal.test\r\nmax_age: 604800\r\n");
            String other = "mta-sts.other.test:" + server.port(443);
            assertThat(
                            curl(
                                    "--resolve",
                                    other + ":127.0.0.1",
                                    "https://" + other + "/.well-known/mta-sts.txt"))
                    .contains("\"status\":404");
            assertThat(curl("http://127.0.0.1:" + server.port(443) + "/"))
                    .startsWith("This port speaks TLS");
            String status = server.pabal("", "status").mustSucceed().output();
            assertThat(status).contains("https").contains(Integer.toString(server.port(80)));
            assertThat(curl("http://127.0.0.1:" + server.port(9925) + "/metrics"))
                    .contains("pabal_connections_accepted_total{service=\"https\"}")
                    .contains("pabal_http_requests_running");
            assertThat(server.stop()).isEqualTo(143);
        }
    }

    @Test
    void oneClientDoesNotKeepOthersAway() throws Exception {
        assumeTrue(Run.has("curl"));
        Path data = PabalProcess.data(folder, "[limits]\nconnections-per-source = 20\n");
        try (PabalProcess server = PabalProcess.at(data).start()) {
            List<Socket> open = new ArrayList<>();
            try {
                for (int i = 0; i < 200; i++) {
                    Socket socket = new Socket();
                    open.add(socket);
                    socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.9"), 0));
                    socket.connect(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(),
                                    server.port(i % 2 == 0 ? 80 : 443)),
                            10_000);
                    socket.getOutputStream()
                            .write("GET / HTTP/1.1\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException refused) {
                // some are reset before they have said anything
            }
            for (int i = 0; i < 5; i++) {
                assertThat(curl(https(server, "/healthz"))).isEqualTo("ok\n");
            }
            String metrics = curl("http://127.0.0.1:" + server.port(9925) + "/metrics");
            for (String service : List.of("http", "https")) {
                assertThat(metric(metrics, "pabal_connections_open{service=\"" + service + "\"}"))
                        .isLessThanOrEqualTo(21);
            }
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nginxInFrontNamesTheClient() throws Exception {
        assumeTrue(Run.has("curl") && Run.has("nginx") && Run.has("openssl"));
        Path data =
                PabalProcess.data(
                        folder,
                        "[http]\npublic-name = \"mail.pabal.test\"\ntrusted-proxies = [\"127.0.0.1\"]\n"
                                + "[bans]\nloopback = true\npoints = 4\n");
        Certificate certificate = Certificate.selfSigned(folder, "mail.pabal.test");
        try (PabalProcess server = PabalProcess.at(data).start()) {
            int front = freePort();
            Path config = folder.resolve("nginx.conf");
            Files.writeString(config, nginx(certificate, front, server.port(80)));
            Process nginx =
                    new ProcessBuilder(
                                    "/usr/sbin/nginx",
                                    "-e",
                                    "stderr",
                                    "-p",
                                    folder.toString(),
                                    "-c",
                                    config.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("nginx.log").toFile())
                            .start();
            try {
                awaitPort(front);
                assertThat(curl("https://127.0.0.1:" + front + "/mail/healthz")).isEqualTo("ok\n");
                assertThat(curl("--include", "https://127.0.0.1:" + front + "/mail/nothing"))
                        .as("answered, and not sent round for ever")
                        .contains(" 404 ");
                assertThat(curl("--include", "https://127.0.0.1:" + front + "/mute/nothing"))
                        .contains("X-Forwarded-Proto");
                server.pabal("", "ban", "add", "127.0.0.7", "--for", "1h", "--reason", "test")
                        .mustSucceed();
                assertThat(
                                curl(
                                        "--include",
                                        "--interface",
                                        "127.0.0.7",
                                        "https://127.0.0.1:" + front + "/mail/healthz"))
                        .contains(" 429 ");
                assertThat(curl("https://127.0.0.1:" + front + "/mail/healthz")).isEqualTo("ok\n");
            } finally {
                nginx.destroy();
                nginx.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static String nginx(Certificate certificate, int front, int back) {
        return """
        daemon off;
        pid nginx.pid;
        worker_processes 1;
        events { }
        http {
            access_log off;
            client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
            uwsgi_temp_path uwsgi; scgi_temp_path scgi;
            server {
                listen 127.0.0.1:FRONT ssl http2;
                ssl_certificate CHAIN;
                ssl_certificate_key KEY;
                proxy_http_version 1.1;
                location /mail/ {
                    proxy_pass http://127.0.0.1:BACK/;
                    proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme;
                    proxy_set_header X-Forwarded-Host $host;
                    proxy_set_header X-Forwarded-Prefix /mail;
                }
                location /mute/ {
                    proxy_pass http://127.0.0.1:BACK/;
                }
            }
        }
        """
                .replace("FRONT", Integer.toString(front))
                .replace("BACK", Integer.toString(back))
                .replace("CHAIN", certificate.chain().toString())
                .replace("KEY", certificate.key().toString());
    }

    private static int freePort() throws IOException {
        try (java.net.ServerSocket socket =
                new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
        throw new AssertionError("nginx does not listen");
    }
}
