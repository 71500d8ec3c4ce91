// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A server that takes notifications, and one that takes connections and says nothing.
final class NotifyReceiver implements AutoCloseable {
    private static final Pattern SUBJECT = Pattern.compile("\"value2\":\"([0-9]+)\"");
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path certificate;
    private final HttpsServer server;
    private final ServerSocket silent =
            new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    private volatile Consumer<String> listener = _ -> {};

    NotifyReceiver(Path folder) throws Exception {
        certificate = folder.resolve("hook.pem");
        Path key = folder.resolve("hook.key");
        Path store = folder.resolve("hook.p12");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=hook",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-days",
                "2",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        run(
                "openssl",
                "pkcs12",
                "-export",
                "-inkey",
                key.toString(),
                "-in",
                certificate.toString(),
                "-out",
                store.toString(),
                "-passout",
                "pass:changeit");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Matcher subject =
                SUBJECT.matcher(
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        if (subject.find()) {
            listener.accept(subject.group(1));
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    void listen(Consumer<String> subjects) {
        listener = subjects;
    }

    Path certificate() {
        return certificate;
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    String silentUrl() {
        return "https://127.0.0.1:" + silent.getLocalPort() + "/";
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        silent.close();
    }
}
