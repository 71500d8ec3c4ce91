// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;
import org.pabal.wire.Connector;

/// Connects, reads the first line of the greeting, and says QUIT.
public final class GreetingProbe implements OutboundPort.Probe {
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration GREETING = Duration.ofSeconds(15);
    private static final int MAX_LINE_OCTETS = 2048;

    private final Connector connector;

    public GreetingProbe(Connector connector) {
        this.connector = connector;
    }

    @Override
    public Contact ask(InetSocketAddress host) {
        try (Connection connection = connector.connect(host, CONNECT)) {
            return greeting(connection);
        } catch (IOException noConnection) {
            return Contact.of(noConnection);
        }
    }

    /// Whatever code it begins with: a host that refuses us is there.
    private static Contact greeting(Connection connection) {
        try {
            connection.readDeadline(GREETING);
            if (!(connection.readLine(MAX_LINE_OCTETS, MAX_LINE_OCTETS)
                            instanceof Line.Complete(var line))
                    || line.length < 3) {
                return Contact.SILENT;
            }
            connection.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.flush();
            return Contact.GREETED;
        } catch (IOException lost) {
            return Contact.SILENT;
        }
    }
}
