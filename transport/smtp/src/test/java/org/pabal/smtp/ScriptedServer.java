// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server that speaks a script to one client, well-behaved or not. Lines: `S: text` is sent with
/// CRLF, `Sraw: text` with escapes and as it is, `C: text` must come exactly so, `C-any` is any
/// line, `C*: text` skips lines until that one, `close` ends the connection; at the end of the script it waits for the
/// client to close.
final class ScriptedServer implements Closeable {
    private final ServerSocket socket;
    private final FutureTask<Boolean> run;

    ScriptedServer(String script) throws IOException {
        this.socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.run = new FutureTask<>(() -> serve(script));
        Thread.ofVirtual().name("scripted-server").start(run);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private boolean serve(String script) throws IOException {
        try (Socket client = socket.accept()) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            for (String step : script.strip().split("\n")) {
                if (step.equals("close")) {
                    return true;
                }
                String[] parts = step.split(": ?", 2);
                String text = parts.length > 1 ? parts[1] : "";
                switch (parts[0]) {
                    case "S" -> send(out, text + "\r\n");
                    case "Sraw" -> send(out, text.translateEscapes());
                    case "C" -> assertThat(line(in)).as("line %s", step).isEqualTo(text);
                    case "C-any" -> assertThat(line(in)).isNotEqualTo("<end>");
                    case "C*" -> {
                        String line = line(in);
                        while (!line.equals(text)) {
                            assertThat(line).as("end before %s", step).isNotEqualTo("<end>");
                            line = line(in);
                        }
                    }
                    default -> throw new AssertionError("not a step: " + step);
                }
            }
            while (in.read() >= 0) {
                // what the client says at its end is not part of the script
            }
            return true;
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = in.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return octet < 0
                ? "<end>"
                : text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /// Fails when the client did not keep to the script.
    void awaitEnd() throws Exception {
        try {
            run.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause().getMessage(), failure.getCause());
        } catch (TimeoutException stuck) {
            throw new AssertionError("the client stopped in the middle of the script", stuck);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
