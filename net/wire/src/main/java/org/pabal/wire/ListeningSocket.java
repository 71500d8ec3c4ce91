// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/// The socket that connections are accepted from.
interface ListeningSocket {

    /// Blocks until there is one.
    SocketChannel accept() throws IOException;

    SocketAddress address();

    /// Ends a blocked {@link #accept}.
    void close();

    static ListeningSocket bind(ListenerConfig config) throws IOException {
        try {
            return config.address() instanceof UnixDomainSocketAddress unix
                    ? bindUnix(config, unix)
                    : bindInternet(config);
        } catch (IOException e) {
            throw new IOException(
                    "listener "
                            + config.name()
                            + " cannot listen on "
                            + config.address()
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static ListeningSocket bindInternet(ListenerConfig config) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            // A restart must not wait for the last connections' TIME_WAIT.
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(config.address(), config.backlog());
            return new Bound(channel, channel.getLocalAddress());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static ListeningSocket bindUnix(ListenerConfig config, UnixDomainSocketAddress address)
            throws IOException {
        Path file = address.getPath();
        removeLeftOver(address);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(address, config.backlog());
            if (config.socketGroup().isPresent()) {
                give(file, config.socketGroup().get());
            }
            Files.setPosixFilePermissions(file, config.socketPermissions());
            return new BoundFile(new Bound(channel, address), file);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void give(Path file, String group) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            view.setGroup(
                    file.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(group));
        } catch (UserPrincipalNotFoundException unknown) {
            throw new IOException("there is no group " + group, unknown);
        }
    }

    /// Removes the socket of a process that ended without. One that still answers is left alone, and
    /// so is any other file.
    private static void removeLeftOver(UnixDomainSocketAddress address) throws IOException {
        Path file = address.getPath();
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(address);
            throw new BindException("another process listens there");
        } catch (BindException e) {
            throw e;
        } catch (ConnectException e) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new BindException("there is a file of that name which is no socket");
            }
            Files.delete(file);
        }
    }

    /// Sends a line to a connection that was just accepted, whose buffers are empty: it never waits.
    static void sayAtOnce(SocketChannel channel, String line) throws IOException {
        if (!line.isEmpty()) {
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
        }
    }

    /// A bound channel.
    record Bound(ServerSocketChannel channel, SocketAddress address) implements ListeningSocket {
        @Override
        public SocketChannel accept() throws IOException {
            return channel.accept();
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // The process ends or the listener is replaced: nothing depends on it.
            }
        }
    }

    /// A bound channel with a file, which goes with it.
    record BoundFile(Bound bound, Path file) implements ListeningSocket {
        @Override
        public SocketChannel accept() throws IOException {
            return bound.accept();
        }

        @Override
        public SocketAddress address() {
            return bound.address();
        }

        @Override
        public void close() {
            bound.close();
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The next start removes it.
            }
        }
    }
}
