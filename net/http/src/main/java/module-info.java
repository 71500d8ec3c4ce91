// SPDX-License-Identifier: Apache-2.0

/// HTTP server: HTTP/1.1, HTTP/2, WebSocket and event streams.
module org.pabal.http {
    requires static org.jspecify;
    requires transitive org.pabal.wire;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.http2.server;
    requires org.eclipse.jetty.alpn.server;
    requires org.eclipse.jetty.websocket.server;
    requires org.slf4j;

    exports org.pabal.http;
    exports org.pabal.http.jetty;
}
