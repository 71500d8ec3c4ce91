// SPDX-License-Identifier: Apache-2.0
package org.pabal.milter.testing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.pabal.wire.ServiceAddress;

/// A milter on a loopback port that notes what it is told and answers by a script.
public final class FakeMilter implements Closeable {
    public static final byte[] CONTINUE = packet('c');

    private final ServerSocket socket;
    private final byte[] negotiation;
    private final Function<String, List<byte[]>> script;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /// @param negotiation its answer to the negotiation, a packet
    /// @param script from an event as {@link #heard} shows it to packets; none where it does not
    ///     answer. Macros, ABORT and QUIT are not asked about.
    public FakeMilter(byte[] negotiation, Function<String, List<byte[]>> script) {
        this.negotiation = negotiation;
        this.script = script;
        try {
            this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
        Thread.ofVirtual().name("fake-milter").start(this::accept);
    }

    /// Version 6, every action, everything sent and answered.
    public static FakeMilter answering(Function<String, List<byte[]>> script) {
        return new FakeMilter(negotiation(6, 0xff, 0x400), script);
    }

    /// Continues with every event but those whose beginning is named.
    public static FakeMilter answering(String beginning, byte[]... packets) {
        return answering(
                event -> event.startsWith(beginning) ? List.of(packets) : List.of(CONTINUE));
    }

    public static byte[] negotiation(int version, int actions, int protocol) {
        return packet(
                'O',
                ByteBuffer.allocate(12).putInt(version).putInt(actions).putInt(protocol).array());
    }

    public static byte[] packet(char command) {
        return packet(command, new byte[0]);
    }

    public static byte[] packet(char command, byte[] data) {
        return ByteBuffer.allocate(5 + data.length)
                .putInt(data.length + 1)
                .put((byte) command)
                .put(data)
                .array();
    }

    /// A packet of strings, each with its NUL.
    public static byte[] packet(char command, String first, String... more) {
        StringBuilder all = new StringBuilder(first).append('\0');
        for (String string : more) {
            all.append(string).append('\0');
        }
        return packet(command, octets(all.toString()));
    }

    /// A packet of an index and strings.
    public static byte[] indexed(char command, int index, String... strings) {
        byte[] rest = octets(String.join("\0", strings) + "\0");
        return packet(
                command, ByteBuffer.allocate(4 + rest.length).putInt(index).put(rest).array());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public ServiceAddress address() {
        return new ServiceAddress.Inet("127.0.0.1", socket.getLocalPort());
    }

    /// What it was told: `MAIL <a@b> SIZE=3`, `macros MAIL i=… {mail_addr}=…`, in order.
    public List<String> heard() {
        return List.copyOf(heard);
    }

    /// Without macros.
    public List<String> events() {
        return heard.stream().filter(event -> !event.startsWith("macros")).toList();
    }

    public void forget() {
        heard.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                Thread.ofVirtual().name("fake-milter-session").start(() -> serve(client));
            }
        } catch (IOException closed) {
            // by close()
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (true) {
                byte[] packet = new byte[in.readInt()];
                in.readFully(packet);
                for (byte[] answer : answer(packet)) {
                    out.write(answer);
                }
                out.flush();
            }
        } catch (EOFException left) {
            heard.add("left");
        } catch (IOException gone) {
            heard.add("gone");
        } finally {
            ended.release();
        }
    }

    /// Waits until a connection has ended, and so all that came over it is noted.
    public void awaitEnd() {
        try {
            if (!ended.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new AssertionError("no connection has ended; heard " + heard);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private List<byte[]> answer(byte[] packet) {
        String event = event(packet);
        switch (packet[0]) {
            case 'O' -> {
                return List.of(negotiation);
            }
            case 'D', 'A', 'Q', 'K' -> {
                heard.add(event);
                return List.of();
            }
            default -> {
                heard.add(event);
                return script.apply(event);
            }
        }
    }

    private static String event(byte[] packet) {
        String text = new String(packet, 1, packet.length - 1, StandardCharsets.ISO_8859_1);
        String strings = text.replace('\0', ' ').strip();
        return switch (packet[0]) {
            case 'C' -> {
                int end = text.indexOf('\0');
                int port = text.charAt(end + 2) << 8 | text.charAt(end + 3);
                yield "CONNECT "
                        + text.substring(0, end)
                        + " "
                        + text.charAt(end + 1)
                        + " "
                        + port
                        + " "
                        + text.substring(end + 4, text.length() - 1);
            }
            case 'H' -> "HELO " + strings;
            case 'M' -> "MAIL " + strings;
            case 'R' -> "RCPT " + strings;
            case 'T' -> "DATA";
            case 'L' -> "HEADER " + text.replace('\0', '|');
            case 'N' -> "EOH";
            case 'B' -> "BODY " + text;
            case 'E' -> "EOB";
            case 'U' -> "UNKNOWN " + strings;
            case 'A' -> "ABORT";
            case 'Q' -> "QUIT";
            case 'K' -> "QUIT_NC";
            case 'D' -> macros(text);
            default -> "command " + (char) packet[0];
        };
    }

    private static String macros(String text) {
        StringBuilder shown = new StringBuilder("macros ").append(text.charAt(0));
        String[] words = text.substring(1).split("\0", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            shown.append(' ').append(words[i]).append('=').append(words[i + 1]);
        }
        return shown.toString();
    }

    /// As when the milter is stopped.
    @Override
    public void close() {
        try {
            socket.close();
            for (Socket client : open) {
                client.close();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
