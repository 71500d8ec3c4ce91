// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A name server on loopback, UDP and TCP on one port, that says what the test tells it to.
final class FakeNameServer implements AutoCloseable {

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Function<Message, Optional<byte[]>> overUdp;
    private final Function<Message, Optional<byte[]>> overTcp;
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger askedOverTcp = new AtomicInteger();

    FakeNameServer(Function<Message, Optional<byte[]>> answer) throws IOException {
        this(answer, answer);
    }

    FakeNameServer(
            Function<Message, Optional<byte[]>> overUdp,
            Function<Message, Optional<byte[]>> overTcp)
            throws IOException {
        this.overUdp = overUdp;
        this.overTcp = overTcp;
        this.tcp = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.udp =
                new DatagramSocket(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), tcp.getLocalPort()));
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    /// A response with these records (`name TTL class type data`) in its answer section.
    static byte[] response(Message query, int rcode, Place section, String... records) {
        Message response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setFlag(Flags.RA);
        response.getHeader().setRcode(rcode);
        response.addRecord(query.getQuestion(), Section.QUESTION);
        for (String text : records) {
            response.addRecord(
                    parse(text), section == Place.ANSWER ? Section.ANSWER : Section.AUTHORITY);
        }
        return response.toWire();
    }

    /// Where records go.
    enum Place {
        ANSWER,
        AUTHORITY
    }

    static Record parse(String text) {
        String[] words = text.split(" ", 4);
        try {
            return Record.fromString(
                    Name.fromString(words[0], Name.root),
                    Type.value(words[2]),
                    DClass.IN,
                    Long.parseLong(words[1]),
                    words[3],
                    Name.root);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                asked.incrementAndGet();
                Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                Optional<byte[]> answer = overUdp.apply(query);
                if (answer.isPresent()) {
                    udp.send(
                            new DatagramPacket(
                                    answer.get(), answer.get().length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                askedOverTcp.incrementAndGet();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                Optional<byte[]> answer = overTcp.apply(new Message(query));
                if (answer.isPresent()) {
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeShort(answer.get().length);
                    out.write(answer.get());
                    out.flush();
                    in.read();
                }
            } catch (IOException e) {
                // The next one.
            }
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
