// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.pabal.http.HttpHandler;

/// Jetty's connector, behind our entrance: whoever is refused there costs an accept and a close.
final class GuardedConnector extends ServerConnector implements SelectorManager.AcceptListener {
    private static final int ACCEPTORS = 1;

    private final transient Entrance entrance;
    private final transient HttpHandler handler;
    private final boolean secure;

    /// Between accept and the selector.
    private final transient Map<SelectableChannel, Guest> arriving = new ConcurrentHashMap<>();

    GuardedConnector(
            Server server,
            int selectors,
            Entrance entrance,
            boolean secure,
            HttpHandler handler,
            ConnectionFactory... factories) {
        super(server, ACCEPTORS, selectors, factories);
        this.entrance = entrance;
        this.handler = handler;
        this.secure = secure;
        setName(entrance.name());
        getSelectorManager().addEventListener(this);
    }

    Entrance entrance() {
        return entrance;
    }

    /// Whether TLS is spoken here.
    boolean isSecure() {
        return secure;
    }

    /// Who answers what comes in here.
    HttpHandler handler() {
        return handler;
    }

    @Override
    public void accept(int acceptor) throws IOException {
        if (!(getTransport() instanceof ServerSocketChannel door) || !door.isOpen()) {
            return;
        }
        SocketChannel channel = door.accept();
        try {
            Optional<Guest> guest = entrance.admit(channel.getRemoteAddress());
            if (guest.isEmpty()) {
                channel.close();
                return;
            }
            arriving.put(channel, guest.get());
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            getSelectorManager().accept(channel);
        } catch (IOException | RuntimeException goneAgain) {
            left(channel);
            channel.close();
        }
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key) throws IOException {
        Guest guest = arriving.remove(channel);
        if (guest == null) {
            throw new IOException("a connection that nobody let in");
        }
        ClientEndPoint endPoint = new ClientEndPoint(channel, selector, key, getScheduler(), guest);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable why) {
        entrance.acceptFailed();
        left(channel);
    }

    private void left(SelectableChannel channel) {
        Guest guest = arriving.remove(channel);
        if (guest != null) {
            guest.leave();
        }
    }

    @Override
    protected boolean handleAcceptFailure(Throwable why) {
        entrance.acceptFailed();
        return super.handleAcceptFailure(why);
    }
}
