// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.push.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.http.Homes;
import org.pabal.http.HttpConfig;
import org.pabal.http.OwnNames;
import org.pabal.http.jetty.HttpServer;
import org.pabal.jmap.door.AuthorizationDoor;
import org.pabal.jmap.door.RememberedProofs;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.service.JmapService;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.sasl.LoginDoor;
import org.pabal.wire.Door;
import org.pabal.wire.Gatekeeper;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// A stage whose JMAP is served on loopback.
final class OpenDoor implements AutoCloseable {
    final JmapStage stage = new JmapStage();
    final JmapService service = new JmapService(stage.services());
    private final Wire wire = new Wire(WireLimits.standard(), "t", Gatekeeper.OPEN);
    private final HttpServer server =
            new HttpServer(
                    wire,
                    HttpConfig.of(
                            new OwnNames(
                                    "mail.example.org", Set.of("mail.example.org")::contains)));
    private final Door door;

    OpenDoor() throws IOException {
        JmapHandler handler =
                service.handler(
                        List.of(
                                new AuthorizationDoor(
                                        stage.directory,
                                        _ -> new LoginContext(Optional.empty(), LoginService.HTTP),
                                        LoginDoor.open("jmap"),
                                        _ -> true,
                                        RememberedProofs.forAMinute(
                                                stage.clock, new SecureRandom()))),
                        Homes.NONE,
                        Map.of());
        this.door =
                server.open(
                        ListenerConfig.of(
                                "http", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        handler);
    }

    URI uri(String scheme, String path) {
        int port = ((InetSocketAddress) door.boundAddress()).getPort();
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        server.close();
        wire.close();
        stage.close();
    }
}
