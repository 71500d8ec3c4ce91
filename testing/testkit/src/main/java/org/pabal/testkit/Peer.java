// SPDX-License-Identifier: Apache-2.0
package org.pabal.testkit;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// The client's end of a connection to the server under test.
public interface Peer extends Closeable {

    InputStream input() throws IOException;

    OutputStream output() throws IOException;

    /// Tells the server that no more comes; what it says can still be read.
    void endOutput() throws IOException;

    /// The same connection under TLS.
    default Peer startTls(SSLContext context) throws IOException {
        throw new IOException("this connection cannot start TLS");
    }

    static Peer to(InetSocketAddress server) throws IOException {
        return of(new Socket(server.getAddress(), server.getPort()));
    }

    static Peer of(Socket socket) {
        return new OfSocket(socket);
    }

    /// For Unix-domain sockets.
    static Peer of(SocketChannel channel) {
        return new OfChannel(channel);
    }

    /// A socket of the internet, plain or TLS.
    record OfSocket(Socket socket) implements Peer {
        @Override
        public InputStream input() throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream output() throws IOException {
            return socket.getOutputStream();
        }

        @Override
        public void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public Peer startTls(SSLContext context) throws IOException {
            var tls =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, "localhost", socket.getPort(), true);
            tls.startHandshake();
            return new OfSocket(tls);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /// Packs and unpacks with raw DEFLATE, every write to its end.
    record Deflated(Peer below, InputStream input, OutputStream output) implements Peer {
        public static Deflated over(Peer below) throws IOException {
            return new Deflated(
                    below,
                    new Inflating(below.input()),
                    new DeflaterOutputStream(
                            below.output(), new Deflater(Deflater.BEST_SPEED, true), 512, true));
        }

        @Override
        public void endOutput() throws IOException {
            below.endOutput();
        }

        @Override
        public void close() throws IOException {
            below.close();
        }
    }

    /// A server that closes ends no DEFLATE stream before.
    final class Inflating extends InflaterInputStream {
        private Inflating(InputStream packed) {
            super(packed, new Inflater(true));
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (EOFException _) {
                return -1;
            }
        }
    }

    /// A channel, which may be one of the Unix domain.
    record OfChannel(SocketChannel channel) implements Peer {
        @Override
        public InputStream input() {
            return Channels.newInputStream(channel);
        }

        @Override
        public OutputStream output() {
            return Channels.newOutputStream(channel);
        }

        @Override
        public void endOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
