// SPDX-License-Identifier: Apache-2.0
package org.pabal.spamd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pabal.message.UnavailableException;
import org.pabal.spamd.SpamdService.Judged;
import org.pabal.spamd.SpamdService.Teaching;
import org.pabal.wire.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's request and its answer. For one thread.
public final class SpamdSession {
    private static final Logger LOG = LoggerFactory.getLogger(SpamdSession.class);
    private static final int MAX_LINE = 1_000;
    private static final int MAX_LINES = 50;
    private static final int NO_USER = 67;
    private static final int TRY_AGAIN = 75;
    private static final int NO_PERMISSION = 77;

    private final Connection connection;
    private final SpamdConfig config;
    private final SpamdService service;

    public SpamdSession(Connection connection, SpamdConfig config, SpamdService service) {
        this.connection = connection;
        this.config = config;
        this.service = service;
    }

    /// Returns when the request is answered; whoever called closes the connection.
    public void run() throws IOException {
        connection.readDeadline(config.patience());
        if (!config.allowed().test(connection.remote().getAddress())) {
            LOG.warn(
                    "event=spamd-refused session={} client={} hint=\"networks that may ask stand in"
                            + " spam.spamd-clients\"",
                    connection.id(),
                    connection.remote().getAddress().getHostAddress());
            error(NO_PERMISSION, "this address may not ask");
            return;
        }
        List<String> lines = lines();
        if (lines.isEmpty()) {
            return;
        }
        try {
            answer(SpamdRequest.parse(lines));
        } catch (SpamdMessage.Refused refused) {
            error(refused.code(), String.valueOf(refused.getMessage()));
        } catch (UnavailableException down) {
            LOG.warn(
                    "event=spamd-failed session={} reason=\"{}\"",
                    connection.id(),
                    down.getMessage());
            error(TRY_AGAIN, "temporary trouble, try again later");
        }
    }

    private void answer(SpamdRequest request) throws IOException, SpamdMessage.Refused {
        switch (request) {
            case SpamdRequest.Ping _ -> send("SPAMD/1.5 0 PONG\r\n");
            case SpamdRequest.Skip _ -> {}
            case SpamdRequest.Judge judge -> judge(judge);
            case SpamdRequest.Tell tell -> tell(tell);
            case SpamdRequest.Unparsable(var reason) -> error(SpamdMessage.PROTOCOL, reason);
        }
    }

    private void judge(SpamdRequest.Judge request) throws IOException, SpamdMessage.Refused {
        byte[] message = message(request.body());
        Judged judged = service.judge(request.body().user(), message);
        LOG.info(
                "event=spamd-judged session={} form={} octets={} score={} spam={}",
                connection.id(),
                request.form(),
                message.length,
                judged.score(),
                judged.isSpam());
        connection.write(SpamdAnswer.of(request.form(), judged, message));
        connection.flush();
    }

    private void tell(SpamdRequest.Tell request) throws IOException, SpamdMessage.Refused {
        byte[] message = message(request.body());
        SpamdService.Told told = service.tell(request.body().user(), message, request.teaching());
        LOG.info(
                "event=spamd-told session={} teaching={} result={}",
                connection.id(),
                request.teaching(),
                told);
        boolean forgets = request.teaching() == Teaching.FORGET;
        switch (told) {
            case LEARNT ->
                    send(
                            "SPAMD/1.1 0 EX_OK\r\n"
                                    + (forgets ? "DidRemove: local" : "DidSet: local")
                                    + "\r\nContent-length: 0\r\n\r\n");
            case UNCHANGED -> send("SPAMD/1.1 0 EX_OK\r\nContent-length: 0\r\n\r\n");
            case NO_SUCH_USER ->
                    error(NO_USER, "the user is nobody's account here: spamc -u ADDRESS");
        }
    }

    private byte[] message(SpamdRequest.Body body) throws IOException, SpamdMessage.Refused {
        return SpamdMessage.read(connection, body, config.maxMessageOctets());
    }

    /// The command line and the header lines; empty when the client has left.
    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        while (connection.readLfLine(MAX_LINE, 0) instanceof Connection.Line.Complete(var octets)) {
            String line = new String(octets, StandardCharsets.UTF_8).stripTrailing();
            if (line.isEmpty()) {
                return lines;
            }
            lines.add(line);
            if (lines.size() > MAX_LINES) {
                error(SpamdMessage.PROTOCOL, "too many header lines");
                return List.of();
            }
        }
        return lines; // PING and SKIP may come without an empty line
    }

    private void error(int code, String reason) throws IOException {
        send("SPAMD/1.0 " + code + " " + reason + "\r\n\r\n");
    }

    private void send(String answer) throws IOException {
        connection.write(answer.getBytes(StandardCharsets.UTF_8));
        connection.flush();
    }
}
