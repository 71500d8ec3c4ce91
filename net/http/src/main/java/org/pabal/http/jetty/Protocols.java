// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.jetty;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.CookieCompliance;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.pabal.http.HttpConfig;
import org.pabal.http.HttpLimits;
import org.pabal.http.TrustedProxies;
import org.pabal.wire.ListenerConfig;

/// What a door speaks: perhaps the PROXY protocol first, then TLS with ALPN or not, then HTTP.
final class Protocols {
    private static final String TLS_OR_NOT = "[SSL]";
    private static final String ALPN = "alpn";
    private static final String HTTP = "http/1.1";
    private static final String PROXY = "[proxy]";
    private static final String INTRODUCED = "pabal-introduced";
    private static final String ENTRY = "pabal";

    /// We judge paths ourselves, and answer with 404.
    private static final UriCompliance ANY_PATH =
            UriCompliance.from(
                    Set.of(
                            UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
                            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
                            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                            UriCompliance.Violation.BAD_UTF8_ENCODING,
                            UriCompliance.Violation.TRUNCATED_UTF8_ENCODING,
                            UriCompliance.Violation.BAD_PERCENT_ENCODING,
                            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));

    private Protocols() {}

    static ConnectionFactory[] of(ListenerConfig door, HttpConfig config, Entrance entrance) {
        boolean tls = door.implicitTls().isPresent();
        HttpConfiguration http = http(config.limits());
        List<ConnectionFactory> all = new ArrayList<>();
        String first = tls ? TLS_OR_NOT : HTTP;
        all.add(new Entry(first, !door.trustedProxies().isEmpty()));
        if (!door.trustedProxies().isEmpty()) {
            all.add(new ProxyHeader(entrance));
            all.add(new Introduced(first));
        }
        if (tls) {
            ProgramTls secured = new ProgramTls(door.implicitTls().get(), entrance, ALPN);
            all.add(new WrongPort(secured, entrance));
            all.add(secured);
            ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", HTTP);
            alpn.setDefaultProtocol(HTTP);
            all.add(alpn);
            all.add(limited(new Http2(http), config.limits()));
        } else if (!config.proxies().networks().isEmpty()) {
            all.add(limited(new Http2OfProxies(http, config.proxies()), config.limits()));
        }
        all.add(new HttpConnectionFactory(http));
        return all.toArray(ConnectionFactory[]::new);
    }

    private static HttpConfiguration http(HttpLimits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(limits.headerOctets());
        // Two lengths, a length and chunks, bare LF, folded fields, space before a colon: all are
        // ways to make a proxy and us see different requests (THREATS J01). RFC 9112 §11.2
        http.setHttpCompliance(HttpCompliance.STRICT);
        http.setUriCompliance(ANY_PATH);
        http.setRequestCookieCompliance(CookieCompliance.RFC6265);
        http.setUseInputDirectByteBuffers(true);
        return http;
    }

    private static ConnectionFactory limited(
            AbstractHTTP2ServerConnectionFactory http2, HttpLimits limits) {
        http2.setMaxConcurrentStreams(limits.streams());
        http2.setRateControlFactory(new WindowRateControl.Factory(limits.framesPerSecond()));
        http2.setConnectProtocolEnabled(true);
        http2.setStreamIdleTimeout(limits.idle().toMillis());
        return http2;
    }

    /// The first to see a connection: some are introduced by a proxy.
    private static final class Entry extends AbstractConnectionFactory {
        private final String next;
        private final boolean proxies;

        Entry(String next, boolean proxies) {
            super(ENTRY);
            this.next = next;
            this.proxies = proxies;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            boolean introduced =
                    proxies
                            && ClientEndPoint.below(endPoint)
                                    .filter(client -> client.guest().isIntroduced())
                                    .isPresent();
            return connector
                    .getConnectionFactory(introduced ? PROXY : next)
                    .newConnection(connector, endPoint);
        }
    }

    /// A proxy that introduces its clients must: without a header it would speak for all of them.
    private static final class ProxyHeader extends ProxyConnectionFactory {
        private final transient Entrance entrance;

        ProxyHeader(Entrance entrance) {
            super(INTRODUCED);
            this.entrance = entrance;
        }

        @Override
        protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer octets) {
            entrance.badProxyHeader(endPoint.getRemoteSocketAddress());
            throw new IllegalStateException("a trusted proxy sent no PROXY header");
        }
    }

    /// Behind the header of a proxy: lets the client in whom it names, or not.
    private static final class Introduced extends AbstractConnectionFactory {
        private final String next;

        Introduced(String next) {
            super(INTRODUCED);
            this.next = next;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            ClientEndPoint client = ClientEndPoint.below(endPoint).orElseThrow();
            client.rest();
            if (endPoint.getRemoteSocketAddress() instanceof InetSocketAddress source
                    && !client.guest().comesFrom(source.getAddress())) {
                throw new IllegalStateException("the client whom the proxy brings is refused");
            }
            return connector.getConnectionFactory(next).newConnection(connector, endPoint);
        }
    }

    /// Tells who speaks plainly to a port of TLS what is wrong.
    private static final class WrongPort extends DetectorConnectionFactory {
        private static final byte[] ANSWER =
                """
                HTTP/1.1 400 Bad Request\r
                Connection: close\r
                Content-Type: text/plain\r
                Content-Length: 38\r
                \r
                This port speaks TLS: use https://...
                """
                        .getBytes(StandardCharsets.US_ASCII);

        private final transient Entrance entrance;

        WrongPort(ProgramTls tls, Entrance entrance) {
            super(tls);
            this.entrance = entrance;
        }

        @Override
        protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer octets) {
            entrance.misdirected();
            endPoint.write(Callback.from(endPoint::close), ByteBuffer.wrap(ANSWER));
        }
    }

    private static Connection multiplexed(Connection connection, EndPoint endPoint) {
        ClientEndPoint.below(endPoint).ifPresent(ClientEndPoint::multiplexes);
        return connection;
    }

    private static final class Http2 extends HTTP2ServerConnectionFactory {
        Http2(HttpConfiguration http) {
            super(http);
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return multiplexed(super.newConnection(connector, endPoint), endPoint);
        }
    }

    /// HTTP/2 without TLS, which browsers do not speak and proxies do.
    private static final class Http2OfProxies extends HTTP2CServerConnectionFactory {
        private final transient TrustedProxies proxies;

        Http2OfProxies(HttpConfiguration http, TrustedProxies proxies) {
            super(http);
            this.proxies = proxies;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return multiplexed(super.newConnection(connector, endPoint), endPoint);
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector,
                EndPoint endPoint,
                MetaData.Request request,
                HttpFields.Mutable answer) {
            boolean proxy =
                    endPoint.getRemoteSocketAddress() instanceof InetSocketAddress peer
                            && proxies.trusts(peer.getAddress());
            return proxy ? super.upgradeConnection(connector, endPoint, request, answer) : null;
        }
    }
}
