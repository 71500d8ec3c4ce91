// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// One connection to one service, for a library that speaks its protocol itself (LDAP): all
/// addresses of the host are tried, TLS has our versions and is verified for the name in the
/// settings, and whoever waits can be freed at any time.
///
/// The library may name another address or host; nobody but the service is connected to.
public final class ServiceSockets extends SSLSocketFactory {

    /// When TLS begins.
    public enum Tls {
        AT_ONCE,

        /// When the library asks for it, if ever.
        LATER
    }

    private final String host;
    private final TlsClientContext context;
    private final Tls tls;
    private final Duration timeout;

    private @Nullable Socket plain;
    private boolean aborted;

    /// @param host a name or a literal address
    /// @param timeout of the connection to each address, and of each wait in TLS's handshake
    public ServiceSockets(String host, TlsClientContext context, Tls tls, Duration timeout) {
        this.host = host;
        this.context = context;
        this.tls = tls;
        this.timeout = timeout;
    }

    /// Closes the connection, whatever is being done with it: no word is said to the peer, and
    /// whoever reads or writes gets an exception.
    public void abort() {
        Optional<Socket> open;
        synchronized (this) {
            aborted = true;
            open = Optional.ofNullable(plain);
        }
        open.ifPresent(ServiceSockets::closeQuietly);
    }

    @Override
    public Socket createSocket(InetAddress named, int port) throws IOException {
        return connect(port);
    }

    @Override
    public Socket createSocket(String named, int port) throws IOException {
        return connect(port);
    }

    @Override
    public Socket createSocket(String named, int port, InetAddress from, int fromPort)
            throws IOException {
        return connect(port);
    }

    @Override
    public Socket createSocket(InetAddress named, int port, InetAddress from, int fromPort)
            throws IOException {
        return connect(port);
    }

    /// Without this the library would connect by itself.
    @Override
    public Socket createSocket() throws IOException {
        throw new SocketException("sockets of a service are connected when they are made");
    }

    /// Puts TLS over the connection.
    @Override
    public Socket createSocket(Socket over, String named, int port, boolean close)
            throws IOException {
        return secured(over, port);
    }

    private Socket connect(int port) throws IOException {
        Socket connected = connectToAny(InetAddress.getAllByName(host), port);
        return tls == Tls.AT_ONCE ? secured(connected, port) : connected;
    }

    private Socket connectToAny(InetAddress[] addresses, int port) throws IOException {
        IOException last = new UnknownHostException(host);
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                keep(socket);
                socket.connect(new InetSocketAddress(address, port), millis());
                return socket;
            } catch (IOException unreachable) {
                closeQuietly(socket);
                last = unreachable;
            }
        }
        throw last;
    }

    private synchronized void keep(Socket socket) throws IOException {
        if (aborted) {
            throw new SocketException("took too long");
        }
        plain = socket;
    }

    private Socket secured(Socket over, int port) throws IOException {
        try {
            over.setSoTimeout(millis());
            SSLSocket socket = context.newSocket(over, host, port);
            socket.startHandshake();
            return socket;
        } catch (IOException | RuntimeException e) {
            closeQuietly(over);
            throw e;
        }
    }

    private int millis() {
        return Math.toIntExact(Math.max(1, timeout.toMillis()));
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // it was to be closed
        }
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return TlsParameters.cipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return TlsParameters.cipherSuites();
    }
}
