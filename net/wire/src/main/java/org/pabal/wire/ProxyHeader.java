// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Reads what a proxy says ahead of a connection: the PROXY protocol, versions 1 and 2, as HAProxy
/// published it. Only read from proxies that the settings trust: anyone could forge it (THREATS
/// S25).
final class ProxyHeader {

    private static final byte[] SIGNATURE_2 = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };
    private static final byte[] SIGNATURE_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    /// The longest line of version 1, with its CRLF.
    private static final int MAX_LINE = 107;

    /// Addresses and the extensions behind them, which may hold certificates.
    private static final int MAX_EXTENDED = 8192;

    private static final int LOCAL = 0x20;
    private static final int PROXIED = 0x21;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;

    /// @param source the client
    /// @param destination where the client connected to
    record Addresses(InetSocketAddress source, InetSocketAddress destination) {}

    private ProxyHeader() {}

    /// @return empty for a connection of the proxy itself, such as a health check
    /// @throws IOException when there is no valid header: the proxy is set up otherwise than we are
    static Optional<Addresses> read(Connection connection) throws IOException {
        byte[] start = exactly(connection, SIGNATURE_2.length);
        if (Arrays.equals(start, SIGNATURE_2)) {
            return version2(connection);
        }
        if (Arrays.equals(start, 0, SIGNATURE_1.length, SIGNATURE_1, 0, SIGNATURE_1.length)) {
            return version1(connection, start);
        }
        throw invalid("a trusted proxy sent no PROXY header");
    }

    private static Optional<Addresses> version1(Connection connection, byte[] start)
            throws IOException {
        var line = new ByteArrayOutputStream(MAX_LINE);
        line.writeBytes(start);
        while (!endsWithCrLf(line)) {
            if (line.size() == MAX_LINE) {
                throw invalid("a PROXY line of more than " + MAX_LINE + " octets");
            }
            line.writeBytes(exactly(connection, 1));
        }
        String text = line.toString(StandardCharsets.US_ASCII);
        String[] words = text.substring(0, text.length() - 2).split(" ", -1);
        if (words.length >= 2 && words[1].equals("UNKNOWN")) {
            return Optional.empty();
        }
        if (words.length != 6 || !(words[1].equals("TCP4") || words[1].equals("TCP6"))) {
            throw invalid("a PROXY line that is none");
        }
        try {
            return Optional.of(
                    new Addresses(
                            new InetSocketAddress(literal(words[2]), port(words[4])),
                            new InetSocketAddress(literal(words[3]), port(words[5]))));
        } catch (IllegalArgumentException e) {
            throw new IOException("a PROXY line with an invalid address or port", e);
        }
    }

    private static boolean endsWithCrLf(ByteArrayOutputStream line) {
        byte[] octets = line.toByteArray();
        int length = octets.length;
        return octets[length - 2] == '\r' && octets[length - 1] == '\n';
    }

    private static InetAddress literal(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("not a port");
        }
        return Integer.parseInt(text);
    }

    private static Optional<Addresses> version2(Connection connection) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(exactly(connection, 4));
        int command = head.get() & 0xff;
        int family = head.get() & 0xff;
        int length = head.getShort() & 0xffff;
        if (length > MAX_EXTENDED) {
            throw invalid("a PROXY header of " + length + " octets");
        }
        ByteBuffer body = ByteBuffer.wrap(exactly(connection, length));
        return switch (command) {
            case LOCAL -> Optional.empty();
            case PROXIED ->
                    switch (family) {
                        case TCP_OVER_IPV4 -> Optional.of(addresses(body, 4));
                        case TCP_OVER_IPV6 -> Optional.of(addresses(body, 16));
                        default -> Optional.empty();
                    };
            default -> throw invalid("a PROXY header with an unknown command");
        };
    }

    private static Addresses addresses(ByteBuffer body, int octets) throws IOException {
        if (body.remaining() < 2 * octets + 4) {
            throw invalid("a PROXY header too short for its addresses");
        }
        InetAddress source = address(body, octets);
        InetAddress destination = address(body, octets);
        int sourcePort = body.getShort() & 0xffff;
        int destinationPort = body.getShort() & 0xffff;
        return new Addresses(
                new InetSocketAddress(source, sourcePort),
                new InetSocketAddress(destination, destinationPort));
    }

    private static InetAddress address(ByteBuffer body, int octets) throws IOException {
        byte[] address = new byte[octets];
        body.get(address);
        return InetAddress.getByAddress(address);
    }

    private static byte[] exactly(Connection connection, int count) throws IOException {
        var all = new ByteArrayOutputStream(count);
        connection.readExactly(count, all::write);
        return all.toByteArray();
    }

    private static IOException invalid(String what) {
        return new IOException(what);
    }
}
