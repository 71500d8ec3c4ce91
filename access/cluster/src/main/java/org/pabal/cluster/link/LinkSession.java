// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.pabal.cluster.HostAnswer;
import org.pabal.cluster.HostConnection;
import org.pabal.cluster.HostOperation;
import org.pabal.message.UnavailableException;
import org.pabal.storage.StorageException;
import org.pabal.wire.Connection;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of another host, the side that answers. For one thread.
final class LinkSession {
    private static final Logger LOG = LoggerFactory.getLogger(LinkSession.class);

    /// Of a peer that has not proved anything, and may only join.
    private static final int MAX_STRANGERS_OCTETS = 8 * 1024;

    /// In a call, whose name says which operation.
    static final String OPERATION = "";

    private final Connection connection;
    private final ClusterDoor door;
    private final Frames frames;

    LinkSession(Connection connection, ClusterDoor door) {
        this.connection = connection;
        this.door = door;
        this.frames = new Frames(connection);
    }

    void run() throws IOException {
        frames.readDeadline(door.limits.hello());
        LinkVersion.expect(frames);
        frames.write(Frame.Type.HELLO, door.hello);
        frames.flush();
        while (true) {
            frames.readDeadline(peer().isPresent() ? door.limits.idle() : door.limits.hello());
            Frame call;
            try {
                call = frames.read(maxHead());
            } catch (EOFException done) {
                return;
            }
            if (call.type() != Frame.Type.CALL) {
                throw new BrokenLink("the peer sent " + call.type() + " outside a call");
            }
            if (!answer(Fields.decode(call.content()))) {
                return;
            }
        }
    }

    private Optional<String> peer() {
        return door.hosts.hostOf(connection);
    }

    private int maxHead() {
        return peer().isPresent() ? HostConnection.MAX_HEAD_OCTETS : MAX_STRANGERS_OCTETS;
    }

    /// Who asks is looked at anew for each call: a host may have been removed since the last.
    ///
    /// @return false when the connection is to end
    private boolean answer(Map<String, String> arguments) throws IOException {
        String name = arguments.getOrDefault(OPERATION, "");
        Optional<String> host = peer();
        Optional<HostOperation> operation = door.operations.of(name, host.isPresent());
        if (operation.isEmpty() && host.isEmpty()) {
            door.turnedAway.incrementAndGet();
            LOG.warn(
                    "session={} event=cluster-stranger remote={} operation={}",
                    connection.id(),
                    connection.remote(),
                    new LogText(name));
            say(
                    new HostAnswer.Refused(
                            "you are not a host of this mail system, or were removed from it"));
            return false;
        }
        frames.readDeadline(door.limits.step());
        ServedRequest request = new ServedRequest(host.orElse(""), arguments, frames);
        HostAnswer answer =
                operation.isEmpty()
                        ? new HostAnswer.Refused(
                                "this host does not know the operation "
                                        + name
                                        + "; its version is older or newer")
                        : run(operation.get(), request, name);
        LOG.debug(
                "session={} event=cluster-call host={} operation={} answer={}",
                connection.id(),
                host.orElse("-"),
                new LogText(name),
                answer.getClass().getSimpleName());
        door.served.incrementAndGet();
        say(answer);
        return request.skipRest();
    }

    private HostAnswer run(HostOperation operation, ServedRequest request, String name)
            throws IOException {
        try {
            return operation.run(request);
        } catch (UnavailableException | StorageException outOfOrder) {
            LOG.warn(
                    "session={} event=unavailable operation={} reason={}",
                    connection.id(),
                    name,
                    new LogText(String.valueOf(outOfOrder.getMessage())));
            return new HostAnswer.Unavailable(String.valueOf(outOfOrder.getMessage()));
        } catch (RuntimeException bug) {
            LOG.error("session={} event=bug operation={}", connection.id(), name, bug);
            return new HostAnswer.Unavailable(
                    "an error in this host's program; its log has it, session " + connection.id());
        }
    }

    private void say(HostAnswer answer) throws IOException {
        switch (answer) {
            case HostAnswer.Done(var fields) -> frames.write(Frame.Type.DONE, fields);
            case HostAnswer.Refused(var reason) -> say(Frame.Type.REFUSED, reason);
            case HostAnswer.Unavailable(var reason) -> say(Frame.Type.UNAVAILABLE, reason);
        }
        frames.flush();
    }

    private void say(Frame.Type type, String reason) throws IOException {
        byte[] text = reason.getBytes(UTF_8);
        frames.write(type, text, 0, Math.min(text.length, MAX_STRANGERS_OCTETS));
    }
}
