// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.pabal.wire.TlsServerContext;

/// TLS with the program's own certificates, versions and ciphers: Jetty is given finished engines, so
/// that a certificate that was replaced is in use at once here as at every other door.
final class ProgramTls extends SslConnectionFactory {
    private final transient Entrance entrance;

    ProgramTls(TlsServerContext context, Entrance entrance, String next) {
        super(new Engines(context), next);
        this.entrance = entrance;
        setEnsureSecureRequestCustomizer(false);
    }

    @Override
    protected SslConnection newSslConnection(
            Connector connector, EndPoint endPoint, SSLEngine engine) {
        SslConnection connection = super.newSslConnection(connector, endPoint, engine);
        connection.addHandshakeListener(
                new SslHandshakeListener() {
                    @Override
                    public void handshakeSucceeded(Event event) {
                        ClientEndPoint.below(endPoint).ifPresent(ClientEndPoint::rest);
                    }

                    @Override
                    public void handshakeFailed(Event event, Throwable why) {
                        entrance.tlsFailed();
                    }
                });
        return connection;
    }

    private static final class Engines extends SslContextFactory.Server {
        private final transient TlsServerContext context;

        Engines(TlsServerContext context) {
            this.context = context;
            setRenegotiationAllowed(false);
            try {
                setSslContext(SSLContext.getDefault()); // it wants one to start, and never uses it
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java runtime has no TLS", e);
            }
        }

        /// Browsers would ask people for a certificate that only the hosts of this mail system have.
        @Override
        public SSLEngine newSSLEngine() {
            SSLEngine engine = context.newEngine();
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setWantClientAuth(false);
            engine.setSSLParameters(parameters);
            return engine;
        }

        @Override
        public SSLEngine newSSLEngine(String host, int port) {
            return newSSLEngine();
        }

        @Override
        public SSLEngine newSSLEngine(InetSocketAddress peer) {
            return newSSLEngine();
        }
    }
}
